/**
 * Characters that a field cannot hold, by the words that name them: an operator can only delete what
 * they are told of by name, because most of them show nothing.
 */

const names: Record<number, string> = {
  0: 'NULL',
  9: 'TAB',
  10: 'LINE FEED',
  13: 'CARRIAGE RETURN',
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1564: 'ARABIC LETTER MARK',
  4447: 'HANGUL CHOSEONG FILLER',
  4448: 'HANGUL JUNGSEONG FILLER',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  10240: 'BRAILLE PATTERN BLANK',
  12644: 'HANGUL FILLER',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
  65440: 'HALFWIDTH HANGUL FILLER',
}

const kinds: readonly [RegExp, string][] = [
  [/\p{Cc}/u, 'a control character'],
  [/\p{Cs}/u, 'half a character'],
  [/\p{Co}/u, 'a private-use character'],
  [/\p{Cn}/u, 'a character that Unicode does not define'],
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u, 'an invisible character'],
  [/\p{Z}/u, 'a blank'],
  [/\p{M}/u, 'a mark'],
]

/** How a refusal names a character: “é”, or for one that cannot be seen "U+200B ZERO WIDTH SPACE". */
export function nameOfCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const hex = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  if (names[point]) return `${hex} ${names[point]}`
  const kind = kinds.find(([pattern]) => pattern.test(character))
  return kind ? `${hex}, ${kind[1]}` : `“${character}”`
}

// Control, invisible and bidirectional characters could forge or reorder a line in a log, an export or on
// screen (CWE-117, Trojan Source); blanks that are letters could make an invisible name; what Unicode does
// not define looks different on every computer; and half a character has no UTF-8.
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
// Where a script is written with joiners they are part of a name's spelling (UAX #31, section 2.3), and the
// emoji of people are put together with them. Selectors choose the form of the character before them.
const joiningScripts = ['Beng', 'Deva', 'Gujr', 'Guru', 'Knda', 'Mlym', 'Orya', 'Sinh', 'Taml', 'Telu', 'Arab']
const joining = joiningScripts.map((script) => `\\p{scx=${script}}`).join('')
const spelled = new RegExp(
  [
    `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`,
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f]',
    '(?<=\\p{Script=Han})[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
    '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  ].join('|'),
  'gu',
)

/** The first character of a text that cannot be shown, or that shows nothing where it stands. */
export function hiddenCharacter(text: string): string | undefined {
  return forbidden.exec(text.replaceAll(spelled, ''))?.[0]
}

const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

/** Whether there is something to see in a text without hidden characters: marks and blanks alone are not. */
export function showsSomething(text: string): boolean {
  return visible.test(text)
}
