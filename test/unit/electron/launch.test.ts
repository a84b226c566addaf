import { describe, expect, test } from 'vitest'
import { environmentOfFetch } from '../../../scripts/launch/network-settings.mjs'
import { type Machine, sandboxTrouble } from '../../../scripts/launch/sandbox.mjs'

const executable = '/home/ada/desk/node_modules/electron/dist/electron'
const helper = '/home/ada/desk/node_modules/electron/dist/chrome-sandbox'
const apparmor = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'

function machine(files: Record<string, string> = {}, more: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    uid: 1000,
    read: (path) => files[path] ?? null,
    stat: () => null,
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => ({ name: path.slice(folder.length + 1), isFile: () => true })),
    ...more,
  }
}

/** A `chrome-sandbox` as its package leaves it, or with the rights that it needs. */
const helperWith = (uid: number, mode: number) => ({
  stat: (path: string) => (path === helper ? { uid, mode: 0o100000 | mode } : null),
})

describe("Chromium's sandbox on Linux", () => {
  test.each([
    ['Debian, Fedora, older Ubuntu', machine({ [apparmor]: '0\n', '/proc/sys/user/max_user_namespaces': '96365\n' })],
    ['a kernel without the settings', machine()],
    ['Ubuntu 24.04 with the helper set up', machine({ [apparmor]: '1\n' }, helperWith(0, 0o4755))],
    [
      'Ubuntu 24.04 with a profile for this program',
      machine({
        [apparmor]: '1\n',
        '/etc/apparmor.d/desk': `profile desk ${executable} flags=(unconfined) { userns, }`,
      }),
    ],
    ['macOS', machine({ [apparmor]: '1' }, { platform: 'darwin', uid: 0 })],
    ['Windows', machine({ [apparmor]: '1' }, { platform: 'win32', uid: null })],
  ])('%s: is tried', (_name, here) => expect(sandboxTrouble(executable, here)).toBeNull())

  test.each([
    ['Ubuntu 24.04', machine({ [apparmor]: '1\n' })],
    ['Ubuntu 24.04, the helper as unpacked', machine({ [apparmor]: '1\n' }, helperWith(1000, 0o755))],
    ['the helper owned by another', machine({ [apparmor]: '1\n' }, helperWith(1000, 0o4755))],
    ['the helper writable by others', machine({ [apparmor]: '1\n' }, helperWith(0, 0o4777))],
    ['profiles of other programs alone', machine({ [apparmor]: '1\n', '/etc/apparmor.d/code': '/usr/bin/code {}' })],
    ['hardened Debian', machine({ '/proc/sys/kernel/unprivileged_userns_clone': '0\n' })],
    ['no user namespaces at all', machine({ '/proc/sys/user/max_user_namespaces': '0\n' })],
  ])('%s: is not tried, and why is said', (_name, here) => {
    expect(sandboxTrouble(executable, here)).toBe('this computer does not allow the sandbox that its own window needs')
  })

  test('root is told what there is in a container, whatever the kernel allows', () => {
    const here = machine({}, { uid: 0, ...helperWith(0, 0o4755) })
    expect(sandboxTrouble(executable, here)).toMatch(/root account .*npm start -- --no-sandbox/)
  })
})

describe('network settings', () => {
  test.each([
    [{ HTTPS_PROXY: 'http://a:1' }, { https_proxy: 'http://a:1' }],
    [{ HTTP_PROXY: 'http://a:1' }, { http_proxy: 'http://a:1', https_proxy: 'http://a:1' }],
    [{ npm_config_https_proxy: 'http://n:1' }, { https_proxy: 'http://n:1' }],
    [{ npm_config_proxy: 'http://n:1' }, { http_proxy: 'http://n:1', https_proxy: 'http://n:1' }],
    [
      { HTTPS_PROXY: 'http://a:1', npm_config_https_proxy: 'http://n:1', npm_config_noproxy: '.lan' },
      { https_proxy: 'http://a:1', no_proxy: '.lan' },
    ],
    [{ npm_config_proxy: 'http://n:1', NO_PROXY: 'x', npm_config_noproxy: '.lan' }, { no_proxy: 'x' }],
  ])('%j uses a proxy', (env, expected) => {
    expect(environmentOfFetch(env)).toMatchObject({ ...env, ...expected, ELECTRON_GET_USE_PROXY: '1' })
  })

  test.each([{}, { npm_config_proxy: '', npm_config_https_proxy: 'null', npm_config_noproxy: '' }])(
    '%j uses none',
    (env) => expect(environmentOfFetch(env)).toEqual(env),
  )

  test("npm's certificate file is trusted, unless Node.js has one named", () => {
    expect(environmentOfFetch({ npm_config_cafile: '/ca.pem' })).toMatchObject({ NODE_EXTRA_CA_CERTS: '/ca.pem' })
    const both = { npm_config_cafile: '/ca.pem', NODE_EXTRA_CA_CERTS: '/mine.pem' }
    expect(environmentOfFetch(both)).toMatchObject({ NODE_EXTRA_CA_CERTS: '/mine.pem' })
  })
})
