import { describe, expect, test, vi } from 'vitest'
import { readFlags } from '../../../electron/hosts/browser/flags'
import { readStartOptions } from '../../../electron/hosts/electron/options'
import type { Machine } from '../../../electron/hosts/vault-folder'

vi.mock('electron', () => import('../../support/fake-electron'))

const roaming = 'C:\\Users\\ada\\AppData\\Roaming'

/** Per machine: where the vault is, and where earlier builds of either host kept it. */
const table: [name: string, machine: Machine, folder: string, earlier: string[]][] = [
  [
    'Windows',
    { platform: 'win32', env: { APPDATA: roaming }, home: 'C:\\Users\\ada' },
    `${roaming}\\TOTP Desk\\vault`,
    [`${roaming}\\totp-desk\\vault`],
  ],
  [
    'Windows with its data elsewhere',
    { platform: 'win32', env: { APPDATA: '\\\\server\\home\\ada' }, home: 'C:\\Users\\ada' },
    '\\\\server\\home\\ada\\TOTP Desk\\vault',
    ['\\\\server\\home\\ada\\totp-desk\\vault'],
  ],
  [
    'Windows without the variable',
    { platform: 'win32', env: {}, home: 'C:\\Users\\ada' },
    `${roaming}\\TOTP Desk\\vault`,
    [`${roaming}\\totp-desk\\vault`],
  ],
  [
    'macOS',
    { platform: 'darwin', env: { XDG_DATA_HOME: '/elsewhere' }, home: '/Users/ada' },
    '/Users/ada/Library/Application Support/TOTP Desk/vault',
    ['/Users/ada/Library/Application Support/totp-desk/vault'],
  ],
  [
    'Linux',
    { platform: 'linux', env: {}, home: '/home/ada' },
    '/home/ada/.local/share/totp-desk/vault',
    ['/home/ada/.config/totp-desk/vault'],
  ],
  [
    'Linux with its data and configuration elsewhere',
    { platform: 'linux', env: { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/config' }, home: '/home/ada' },
    '/data/totp-desk/vault',
    ['/config/totp-desk/vault', '/home/ada/.local/share/totp-desk/vault'],
  ],
  [
    'Linux with variables that are no absolute paths',
    { platform: 'linux', env: { XDG_DATA_HOME: '', XDG_CONFIG_HOME: 'config' }, home: '/home/ada' },
    '/home/ada/.local/share/totp-desk/vault',
    ['/home/ada/.config/totp-desk/vault'],
  ],
  [
    'FreeBSD',
    { platform: 'freebsd', env: {}, home: '/home/ada' },
    '/home/ada/.local/share/totp-desk/vault',
    ['/home/ada/.config/totp-desk/vault'],
  ],
]

describe.each(table)('%s', (_name, machine, folder, earlier) => {
  const cwd = machine.platform === 'win32' ? 'D:\\work' : '/srv/desk'
  const both = (...args: string[]) => [
    readFlags(args, cwd, machine).vault,
    readStartOptions(['program', ...args], cwd, machine).vault,
  ]

  test('both hosts open the same vault, and know the same earlier places', () => {
    expect(both()).toEqual([
      { folder, earlier },
      { folder, earlier },
    ])
  })

  test('a named vault is that one in both, and no other is looked for', () => {
    const near = machine.platform === 'win32' ? 'D:\\work\\near' : '/srv/desk/near'
    const far = machine.platform === 'win32' ? 'E:\\far' : '/far'
    expect(both('--vault', 'near').map((vault) => vault?.folder)).toEqual([near, near])
    expect(both(`--vault=${far}`)).toEqual([
      { folder: far, earlier: [] },
      { folder: far, earlier: [] },
    ])
    expect(both('--demo')).toEqual([null, null])
  })
})
