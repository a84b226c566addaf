/**
 * Addresses that screens link to, each spelled once. The table of screens takes the patterns of its routes from
 * here too: `paths.person(':userId')`.
 */
export const paths = {
  desk: '/',
  people: '/people',
  person: (userId: string) => `/people/${userId}`,
  enroll: (userId: string) => `/people/${userId}/enroll`,
  audit: '/audit',
  /** The audit log of one person. */
  auditOf: (userId: string) => `/audit/person/${userId}`,
  sessions: '/sessions',
  api: '/api',
  demo: '/demo',
  settings: '/settings',
  personScreen: (totpId: string) => `/person-screen/${totpId}`,
}
