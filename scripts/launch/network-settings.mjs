/**
 * The environment in which the runtime is fetched: the proxies and certificates that npm uses, under the names
 * that Electron's downloader and Node.js know. Mirrors need nothing: it reads ELECTRON_MIRROR and npm's
 * electron_mirror itself.
 * @param {NodeJS.ProcessEnv} env npm passes its own settings on in it, as npm_config_…
 */
export function environmentOfFetch(env) {
  const npm = (name) => value(env[`npm_config_${name}`])
  const http = value(env.http_proxy) ?? value(env.HTTP_PROXY) ?? npm('http_proxy') ?? npm('proxy')
  const https = value(env.https_proxy) ?? value(env.HTTPS_PROXY) ?? npm('https_proxy') ?? http
  const settings = {
    ELECTRON_GET_USE_PROXY: http || https ? '1' : undefined,
    http_proxy: http,
    https_proxy: https,
    no_proxy: value(env.no_proxy) ?? value(env.NO_PROXY) ?? npm('noproxy'),
    NODE_EXTRA_CA_CERTS: value(env.NODE_EXTRA_CA_CERTS) ?? npm('cafile'),
  }
  return { ...env, ...Object.fromEntries(Object.entries(settings).filter(([, given]) => given !== undefined)) }
}

/** npm writes what is not set as an empty word or "null". */
function value(text) {
  return text === undefined || text === '' || text === 'null' ? undefined : text
}
