/** A made-up person. Everybody works at Northwind, an example company; none of them is real. */
export interface SeedUser {
  name: string
  email: string
  externalId: string
  phone?: string
  notes?: string
  /** How far their phone's clock is off, in seconds; positive: ahead. */
  driftSeconds?: number
}

const at = (account: string) => `${account}@northwind.example`

/** Names as the world writes them, so that a demo shows what lists, search and print make of them. */
export const seedUsers = {
  mara: { name: 'Mara Lindqvist', email: at('mara.lindqvist'), externalId: 'NW-1001', phone: '+46701740605' },
  jose: { name: 'José Ángel Núñez', email: at('jose.nunez'), externalId: 'NW-1002', driftSeconds: -12 },
  hanako: { name: '山田 花子', email: at('hanako.yamada'), externalId: 'NW-1003', driftSeconds: 8 },
  olu: { name: 'Olúwaṣeun Adébáyọ̀', email: at('seun.adebayo'), externalId: 'NW-1004', driftSeconds: -21 },
  lukasz: { name: 'Łukasz Wójcik', email: at('lukasz.wojcik'), externalId: 'NW-1005' },
  eleni: { name: 'Ελένη Παπαδοπούλου', email: at('eleni.papadopoulou'), externalId: 'NW-1006', driftSeconds: 17 },
  siobhan: {
    name: 'Siobhán Ní Bhriain',
    email: at('siobhan.nibhriain'),
    externalId: 'NW-1007',
    notes: 'Sets her phone’s clock by hand.',
    driftSeconds: 4,
  },
  thordis: { name: 'Þórdís Björnsdóttir', email: at('thordis'), externalId: 'NW-1008', driftSeconds: -3 },
  liming: { name: '李 明', email: at('li.ming'), externalId: 'NW-1009', driftSeconds: 2 },
  chloe: { name: 'Chloé Lefèvre', email: at('chloe.lefevre'), externalId: 'NW-1010', phone: '+33612345078' },
  ingrid: { name: 'Ingrid Sørensen', email: at('ingrid.sorensen'), externalId: 'NW-1011' },
  fatoumata: { name: 'Fatoumata Diallo', email: at('fatoumata.diallo'), externalId: 'NW-1012', driftSeconds: -6 },
  mehmet: { name: 'Mehmet Yıldız', email: at('mehmet.yildiz'), externalId: 'NW-1013' },
  thabo: { name: 'Thabo Mokoena', email: at('thabo.mokoena'), externalId: 'NW-1014' },
  zoe: { name: 'Zoë O’Connor-Šimić', email: at('zoe.oconnor'), externalId: 'NW-1015', driftSeconds: 5 },
  noor: { name: 'Noor van den Berg', email: at('noor.vandenberg'), externalId: 'NW-1016' },
  seoyeon: { name: '김서연', email: at('seoyeon.kim'), externalId: 'NW-1017' },
  aroha: { name: 'Aroha Ngata', email: at('aroha.ngata'), externalId: 'NW-1018' },
  huong: { name: 'Đặng Thị Hương', email: at('huong.dang'), externalId: 'NW-1019' },
  ravi: { name: 'Ravi Subramaniam', email: at('ravi.subramaniam'), externalId: 'NW-1020', driftSeconds: -75 },
  anna: { name: 'Анна Ковальчук', email: at('anna.kovalchuk'), externalId: 'NW-1021' },
  amal: { name: 'أمل حداد', email: at('amal.haddad'), externalId: 'NW-1022' },
  camila: { name: 'Camila Ferreira Gonçalves', email: at('camila.goncalves'), externalId: 'NW-1023' },
  giulia: { name: 'Giulia D’Amico', email: at('giulia.damico'), externalId: 'NW-1024' },
  samuel: { name: 'Samuel Okonkwo', email: at('samuel.okonkwo'), externalId: 'NW-1025', phone: '+2348031234567' },
} as const satisfies Record<string, SeedUser>

export type SeedName = keyof typeof seedUsers

/** Who is at the desk in the demo. */
export const demoOperator = 'Amina Okafor'
export const demoIssuer = 'Northwind'
