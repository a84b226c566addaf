import ts from 'typescript'
import { placeOf } from './sources'

const statement =
  /^\s*(select\b.*\bfrom\b|select\s+[\d'*]|insert\s+(or\s+\w+\s+)?into\b|replace\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|create\s+(unique\s+)?(table|index|view|trigger)\b|alter\s+table\b|drop\s+(table|index|view)\b|with\s+\w+\s+as\s*\(|pragma\b)/is
/** What the vault is called where it is read or written. */
const reader = /(^|\.)(tx|from|vault|reader|writer|database)$/

/** Places of a file where a statement is written, or where the vault is asked without going through the store. */
export function sqlIn(source: ts.SourceFile): string[] {
  const places: string[] = []
  const visit = (node: ts.Node): void => {
    if (isStatement(node) || isQuestion(node)) places.push(placeOf(node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return places
}

function isSql(text: string): boolean {
  // Statements are written in one case throughout; a sentence begins with a capital letter.
  return statement.test(text) && !/^\s*[A-Z][a-z]/.test(text)
}

function isStatement(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return isSql(node.text)
  if (!ts.isTemplateExpression(node)) return false
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
  return isSql(parts.join('x'))
}

function isQuestion(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const { expression, name } = node.expression
  return ['run', 'get', 'all'].includes(name.text) && reader.test(expression.getText())
}
