import { useEffect, useState } from 'react'
import { minPassphraseLength } from '../../../shared/model/desk'

/** How hard a passphrase is to guess, in four steps and in words. */
export interface Strength {
  /** 0 nothing, 1 too short or easily guessed … 4 very hard to guess. */
  bars: 0 | 1 | 2 | 3 | 4
  tone: 'neutral' | 'bad' | 'warn' | 'good'
  words: string
}

const none: Strength = {
  bars: 0,
  tone: 'neutral',
  words: `At least ${minPassphraseLength} characters. Several words are good.`,
}

const steps: Strength[] = [
  { bars: 1, tone: 'bad', words: 'Guessed in a moment.' },
  { bars: 1, tone: 'bad', words: 'Easily guessed.' },
  { bars: 2, tone: 'warn', words: 'Guessed with some effort.' },
  { bars: 3, tone: 'good', words: 'Hard to guess.' },
  { bars: 4, tone: 'good', words: 'Very hard to guess.' },
]

type Estimator = (passphrase: string, known: string[]) => { score: number; warning: string | null }

/** The word lists weigh more than the rest of the screen, so they are read when typing begins. */
async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  })
  return (passphrase, known) => {
    const { score, feedback } = zxcvbn.check(passphrase, known)
    return { score, warning: feedback.warning }
  }
}
let estimator: Promise<Estimator> | null = null

/** Longer than this, a passphrase gains nothing that one can see, and the estimate grows slow. */
const longestEstimated = 100

async function estimate(passphrase: string, known: string[]): Promise<Strength> {
  if (passphrase === '') return none
  estimator ??= loadEstimator()
  const { score, warning } = (await estimator)(passphrase.slice(0, longestEstimated), known)
  const missing = minPassphraseLength - [...passphrase].length
  if (missing > 0)
    return { bars: 1, tone: 'bad', words: `${missing} more ${missing === 1 ? 'character' : 'characters'}.` }
  const step = steps[score] ?? none
  return score < 3 && warning ? { ...step, words: `${step.words} ${warning}` } : step
}

/** The strength of a passphrase as it is typed; `known` are words an attacker would try first. */
export function useStrength(passphrase: string, known: string[]): Strength {
  const [strength, setStrength] = useState(none)
  const knownWords = known.join(' ')
  useEffect(() => {
    let current = true
    void estimate(passphrase, knownWords.split(' ').filter(Boolean)).then((found) => current && setStrength(found))
    return () => {
      current = false
    }
  }, [passphrase, knownWords])
  return strength
}
