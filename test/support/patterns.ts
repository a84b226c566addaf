import ts from 'typescript'
import { placeOf, sourcesIn } from './sources'

/** A regular expression of the product, where it stands, as it runs. */
export interface FoundPattern {
  /** `electron/api/ids.ts:12` */
  place: string
  pattern: RegExp
}

/** What the parameters and imports in patterns that are put together at run time may be. */
export type Meanings = Readonly<Record<string, unknown>>

/**
 * Every regular expression in the sources below `folders`, found by the compiler's own parser: literals, and `RegExp(…)`
 * evaluated with the constants of its file and with `meanings` for what comes from elsewhere.
 * @throws Error for a name in such an expression that neither gives
 */
export function patternsIn(folders: readonly string[], meanings: Meanings): FoundPattern[] {
  return sourcesIn(folders).flatMap((source) => patternsOf(source, meanings))
}

/** As {@link patternsIn}, for one file. */
export function patternsOf(source: ts.SourceFile, meanings: Meanings): FoundPattern[] {
  const found: FoundPattern[] = []
  const visit = (node: ts.Node): void => {
    if (isPattern(node)) {
      found.push({ place: placeOf(node), pattern: evaluated(node, source, meanings) as RegExp })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isPattern(node: ts.Node): node is ts.Expression {
  if (ts.isRegularExpressionLiteral(node)) return true
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'
}

function evaluated(expression: ts.Expression, source: ts.SourceFile, meanings: Meanings): unknown {
  const scope: Record<string, unknown> = {}
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isFree(node, expression)) scope[node.text] ??= meaningOf(node.text, source, meanings)
    ts.forEachChild(node, visit)
  }
  visit(expression)
  const script = ts.transpile(`const value = ${expression.getText(source)}`, { target: ts.ScriptTarget.Latest })
  return new Function(...Object.keys(scope), `${script}; return value`)(...Object.values(scope))
}

/** Whether a name stands for something outside of the expression: neither a property nor a parameter inside of it. */
function isFree(name: ts.Identifier, expression: ts.Expression): boolean {
  const { parent } = name
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return false
  if (ts.isPropertyAssignment(parent) && parent.name === name) return false
  if (name.text in globalThis) return false
  for (let node: ts.Node = name; node !== expression; node = node.parent) {
    if (ts.isArrowFunction(node) && node.parameters.some((each) => each.name.getText() === name.text)) return false
  }
  return true
}

function meaningOf(name: string, source: ts.SourceFile, meanings: Meanings): unknown {
  if (name in meanings) return meanings[name]
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    const declared = statement.declarationList.declarations.find((each) => each.name.getText() === name)
    if (declared?.initializer) return evaluated(declared.initializer, source, meanings)
  }
  throw new Error(`${source.fileName} puts a pattern together from "${name}". Say in the test what it may be.`)
}
