import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../scripts/build-if-stale.mjs'
import { type Ground, ownFolder } from './launched'

/**
 * Lays out the project on a ground as it is after `npm ci`, without an Electron runtime: the launcher and the
 * electron package are copies, so that a runtime can be fetched into it; all else is the project's own.
 * @returns the copy's folder
 */
export async function copyProject({ folder }: Ground): Promise<string> {
  const project = join(folder, 'project')
  const modules = join(project, 'node_modules')
  await mkdir(modules, { recursive: true })
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== 'electron' && name !== '.cache') await symlink(join(root, 'node_modules', name), join(modules, name))
  }
  const electron = await ownFolder(join(modules, 'electron'))
  for (const name of await readdir(join(root, 'node_modules', 'electron'))) {
    if (name === 'dist' || name === 'path.txt' || name === '.fetch') continue
    await cp(join(root, 'node_modules', 'electron', name), join(electron, name), { recursive: true })
  }
  await cp(join(root, 'scripts'), join(project, 'scripts'), { recursive: true })
  await symlink(join(root, 'out'), join(project, 'out'))
  await symlink(join(root, 'package.json'), join(project, 'package.json'))
  return project
}
