import { z } from 'zod'
import { lineOfText } from '../../../shared/model/common'
import { emailSchema, externalIdSchema, phoneSchema } from '../../../shared/model/user'
import { joinedName, type Metadata, type NameParts } from '../../desk/users/record'
import { isObject } from '../body'
import { ApiError, type ErrorType } from '../errors'
import { emailIdOf, phoneIdOf, requireId, resolveUser } from '../ids'
import { userObject } from '../objects'
import { type ApiRequest, bodyOf } from '../request'

const part = lineOfText(100).nullish()
const nameSchema = z.object({ first_name: part, middle_name: part, last_name: part })
const commonFields = {
  name: nameSchema.optional(),
  trusted_metadata: z.unknown().optional(),
  untrusted_metadata: z.unknown().optional(),
  external_id: z.string().optional(),
  // Taken and not kept: the desk has no roles for people, and no address or browser of theirs.
  roles: z.array(z.string()).optional(),
  attributes: z.object({ ip_address: z.string().nullish(), user_agent: z.string().nullish() }).optional(),
}
const createSchema = z.object({
  ...commonFields,
  email: z.string().optional(),
  phone_number: z.string().optional(),
  create_user_as_pending: z.boolean().optional(),
})
const updateSchema = z.object(commonFields)

/** POST /v1/users */
export async function createUser(request: ApiRequest) {
  const { desk, call } = request
  const body = bodyOf(createSchema, request)
  const email = wellFormed(emailSchema, body.email, 'invalid_email')
  const phone = wellFormed(phoneSchema, body.phone_number, 'invalid_phone_number')
  if (email === undefined && phone === undefined) throw new ApiError('invalid_create_user_request')
  const nameParts = partsOf(body.name, { first: '', middle: '', last: '' })
  const { userId } = await desk.users.create(call, {
    // A user of the desk has a name; one created without is named after their address.
    name: deskName(nameParts) || email || phone || '',
    nameParts,
    email,
    phone,
    externalId: wellFormed(externalIdSchema, body.external_id, 'bad_request'),
    asPending: body.create_user_as_pending ?? false,
    trustedMetadata: mergedMetadata({}, body.trusted_metadata),
    untrustedMetadata: mergedMetadata({}, body.untrusted_metadata),
  })
  const user = userObject(desk, userId)
  return {
    user_id: userId,
    email_id: email === undefined ? '' : emailIdOf(userId),
    phone_id: phone === undefined ? '' : phoneIdOf(userId),
    status: user.status,
    user,
  }
}

/** GET /v1/users/:user_id */
export function getUser({ desk, params }: ApiRequest) {
  return userObject(desk, resolveUser(desk, params.user_id ?? ''))
}

/** PUT /v1/users/:user_id */
export async function updateUser(request: ApiRequest) {
  const { desk, call, params } = request
  const userId = resolveUser(desk, params.user_id ?? '')
  if (['email', 'emails', 'phone_number', 'phone_numbers'].some((field) => field in request.body)) {
    throw new ApiError('update_user_auth_method_not_allowed')
  }
  const body = bodyOf(updateSchema, request)
  const before = desk.users.record(userId)
  const nameParts = body.name && partsOf(body.name, before.nameParts)
  await desk.users.update(call, {
    userId,
    changes: {
      ...(nameParts && { name: deskName(nameParts) || before.email || before.phone || '' }),
      externalId: wellFormed(externalIdSchema, body.external_id, 'bad_request'),
      nameParts,
      trustedMetadata: mergedMetadata(before.trustedMetadata, body.trusted_metadata),
      untrustedMetadata: mergedMetadata(before.untrustedMetadata, body.untrusted_metadata),
    },
  })
  const user = userObject(desk, userId)
  const { emails, phone_numbers, crypto_wallets } = user
  return { user_id: userId, emails, phone_numbers, crypto_wallets, user }
}

/** DELETE /v1/users/:user_id */
export async function deleteUser({ desk, call, params }: ApiRequest) {
  const userId = resolveUser(desk, params.user_id ?? '')
  await desk.users.remove(call, { userId })
  return { user_id: userId }
}

/** DELETE /v1/users/:user_id/external_id */
export async function deleteExternalId({ desk, call, params }: ApiRequest) {
  const userId = resolveUser(desk, params.user_id ?? '')
  await desk.users.update(call, { userId, changes: { externalId: null } })
  return { user_id: userId, user: userObject(desk, userId) }
}

/** The desk asks an operator for a reason; a program gives none, and the audit row says where it came from. */
export const apiReason = 'Deleted over the API'

/** DELETE /v1/users/totps/:totp_id */
export async function deleteTotp({ desk, call, params }: ApiRequest) {
  const totpId = requireId(desk, 'totp', params.totp_id ?? '')
  const userId = desk.enrollment.liveOwner(totpId)
  if (userId === undefined) throw new ApiError('totp_not_found')
  await desk.enrollment.revoke(call, { totpId, reason: apiReason })
  return { user_id: userId, user: userObject(desk, userId) }
}

/** A field by the desk's own rule for it. */
function wellFormed(schema: z.ZodType<string>, value: string | undefined, otherwise: ErrorType): string | undefined {
  if (value === undefined) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  if (otherwise !== 'bad_request') throw new ApiError(otherwise)
  throw new ApiError('bad_request', { message: 'external_id takes 1 to 128 letters, digits and . _ - | only.' })
}

/** Parts that are not given stay as they were. */
function partsOf(given: z.infer<typeof nameSchema> | undefined, before: NameParts): NameParts {
  return {
    first: given?.first_name ?? before.first,
    middle: given?.middle_name ?? before.middle,
    last: given?.last_name ?? before.last,
  }
}

function deskName(parts: NameParts): string {
  const name = joinedName(parts)
  if (name.length > 120) throw new ApiError('bad_request', { message: 'A whole name takes 120 characters at most.' })
  return name
}

const metadataLimitBytes = 4096
const metadataKeys = 20

/**
 * Metadata after a change: merged at the top level, where null takes a key away; undefined when none is
 * given. @throws ApiError `metadata_invalid_format`, `metadata_too_many_keys`, `metadata_too_large`
 */
function mergedMetadata(before: Metadata, given: unknown): Metadata | undefined {
  if (given === undefined) return undefined
  if (!isObject(given)) throw new ApiError('metadata_invalid_format')
  const entries = new Map([...Object.entries(before), ...Object.entries(given)])
  const merged = Object.fromEntries([...entries].filter(([, value]) => value !== null))
  if (Object.keys(merged).length > metadataKeys) throw new ApiError('metadata_too_many_keys')
  if (Buffer.byteLength(JSON.stringify(merged)) > metadataLimitBytes) throw new ApiError('metadata_too_large')
  return merged
}
