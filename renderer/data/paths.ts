/** Address of every screen, so that no link is spelled twice. */
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
