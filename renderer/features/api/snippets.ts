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

// Short lines: they are in a narrow panel, and each is read before it is pasted.
const node = ({ url, projectId, secret }: Filled) => `import readline from 'node:readline/promises'
import stytch from 'stytch'

const client = new stytch.Client({
  project_id: '${projectId}',
  secret: '${secret}',
  env: '${url}',
})

const email = \`person.\${Date.now()}@example.com\`
const { user_id } =
  await client.users.create({ email })
const totp = await client.totps.create({
  user_id,
  expiration_minutes: 60,
})
console.log('Key for the app:', totp.secret)

const { stdin, stdout } = process
const ask =
  readline.createInterface(stdin, stdout)
const totp_code = await ask.question('Code: ')
ask.close()
const { session } = await client.totps.authenticate({
  user_id,
  totp_code,
  session_duration_minutes: 60,
})
console.log('Accepted. Session:', session.session_id)
`

const python = ({ url, projectId, secret }: Filled) => `import base64, json, time
import urllib.error, urllib.request

URL = "${url}"
PROJECT_ID = "${projectId}"
SECRET = "${secret}"

def post(path, body):
    user = f"{PROJECT_ID}:{SECRET}".encode()
    request = urllib.request.Request(
        URL + path,
        json.dumps(body).encode(),
        {
            "Authorization":
                "Basic " + base64.b64encode(user).decode(),
            "Content-Type": "application/json",
        },
    )
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refused:
        raise SystemExit(json.load(refused)["error_message"])

email = f"person.{time.time_ns()}@example.com"
user_id = post("/v1/users", {"email": email})["user_id"]
totp = post("/v1/totps", {
    "user_id": user_id,
    "expiration_minutes": 60,
})
print("Key for the app:", totp["secret"])

answer = post("/v1/totps/authenticate", {
    "user_id": user_id,
    "totp_code": input("Code: "),
    "session_duration_minutes": 60,
})
session = answer["session"]
print("Accepted. Session:", session["session_id"])
`

// An external id works wherever a user id does, so that no answer has to be taken apart. In braces,
// so that a shell has read all of it before the question is asked, and not the next line as its answer.
const curl = ({ url, projectId, secret }: Filled) => `{
API='${url}'
BASIC='${projectId}:${secret}'
JSON='Content-Type: application/json'
PERSON="person-$(date +%s)"

curl -sS -u "$BASIC" -H "$JSON" "$API/v1/users" -d @- <<END
{"email": "$PERSON@example.com", "external_id": "$PERSON"}
END
echo
curl -sS -u "$BASIC" -H "$JSON" "$API/v1/totps" -d @- <<END
{"user_id": "$PERSON", "expiration_minutes": 60}
END
echo
printf 'Put the secret into the app. Code: '
read -r CODE
curl -sS -u "$BASIC" -H "$JSON" "$API/v1/totps/authenticate" -d @- <<END
{"user_id": "$PERSON", "totp_code": "$CODE",
 "session_duration_minutes": 60}
END
echo
}
`
