import { createReactComponent } from '@tabler/icons-react'

/** A counter with a screen on it: the desk, drawn on the grid of the other icons. */
export const DeskIcon = createReactComponent('outline', 'desk-counter', 'DeskCounter', [
  ['path', { d: 'M3 10h18M5 10v9M19 10v9M8 10V6h8v4', key: 'counter' }],
])
