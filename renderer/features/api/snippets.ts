/** What a snippet is filled with. */
export interface SnippetFacts {
  /** http://127.0.0.1:<port>; null while the API is off. */
  url: string | null
  projectId: string
  /** Null while it is hidden. */
  secret: string | null
}

export interface Snippet {
  kind: 'node' | 'python' | 'curl'
  label: string
  /** What must be there before it runs as pasted. */
  needs: string
  code: string
}

const urlPlaceholder = 'http://127.0.0.1:PORT'
/** Stands where the secret belongs, so that a paste says what is missing. */
export const secretPlaceholder = 'show-the-secret-on-the-API-screen'

/**
 * The three steps of the guide (create a user, create a TOTP, authenticate a code) for three tools,
 * ready to paste. Each asks for the code that the authenticator app shows once the key is in it.
 */
export function snippetsFor(facts: SnippetFacts): Snippet[] {
  const filled = {
    url: facts.url ?? urlPlaceholder,
    projectId: facts.projectId,
    secret: facts.secret ?? secretPlaceholder,
  }
  return [
    {
      kind: 'node',
      label: 'Node',
      needs: 'npm install stytch, save as totp.mjs, run node totp.mjs. The package is Stytch’s own, unchanged.',
      code: node(filled),
    },
    {
      kind: 'python',
      label: 'Python',
      needs: 'Nothing to install. Save as totp.py, run python3 totp.py.',
      code: python(filled),
    },
    { kind: 'curl', label: 'curl', needs: 'Nothing to install. Paste it into a shell.', code: curl(filled) },
  ]
}

interface Filled {
  url: string
  projectId: string
  secret: string
}

const node = ({ url, projectId, secret }: Filled) => `import { createInterface } from 'node:readline/promises'
import stytch from 'stytch'

const client = new stytch.Client({
  project_id: '${projectId}',
  secret: '${secret}',
  env: '${url}',
})

const { user_id } = await client.users.create({ email: \`person.\${Date.now()}@example.com\` })
const totp = await client.totps.create({ user_id, expiration_minutes: 60 })
console.log('Key for the authenticator app:', totp.secret)

const terminal = createInterface({ input: process.stdin, output: process.stdout })
const totp_code = await terminal.question('Code it shows: ')
terminal.close()
const answer = await client.totps.authenticate({ user_id, totp_code, session_duration_minutes: 60 })
console.log('Accepted. Session:', answer.session.session_id)
`

const python = ({ url, projectId, secret }: Filled) => `import base64, json, time, urllib.error, urllib.request

URL = "${url}"
BASIC = base64.b64encode(b"${projectId}:${secret}").decode()

def post(path, body):
    headers = {"Authorization": "Basic " + BASIC, "Content-Type": "application/json"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers)
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refused:
        raise SystemExit(json.load(refused)["error_message"])

user_id = post("/v1/users", {"email": f"person.{time.time_ns()}@example.com"})["user_id"]
totp = post("/v1/totps", {"user_id": user_id, "expiration_minutes": 60})
print("Key for the authenticator app:", totp["secret"])

code = input("Code it shows: ")
answer = post("/v1/totps/authenticate", {"user_id": user_id, "totp_code": code, "session_duration_minutes": 60})
print("Accepted. Session:", answer["session"]["session_id"])
`

// An external id may stand wherever a user id does, so that no answer has to be taken apart.
const curl = ({ url, projectId, secret }: Filled) => `API='${url}'
BASIC='${projectId}:${secret}'
PERSON="person-$(date +%s)"

curl -sS -u "$BASIC" "$API/v1/users" -H 'Content-Type: application/json' \\
  -d '{"email": "'"$PERSON"'@example.com", "external_id": "'"$PERSON"'"}'; echo
curl -sS -u "$BASIC" "$API/v1/totps" -H 'Content-Type: application/json' \\
  -d '{"user_id": "'"$PERSON"'", "expiration_minutes": 60}'; echo

printf 'Code the authenticator app shows: '; read -r CODE
curl -sS -u "$BASIC" "$API/v1/totps/authenticate" -H 'Content-Type: application/json' \\
  -d '{"user_id": "'"$PERSON"'", "totp_code": "'"$CODE"'", "session_duration_minutes": 60}'; echo
`
