/** Colour is for meaning only, and never alone: a word always says the same. */
export type Tone = 'good' | 'warn' | 'bad' | 'neutral'
