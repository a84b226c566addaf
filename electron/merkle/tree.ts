import { createHash } from 'node:crypto'

/**
 * The Merkle tree over the audit log as in RFC 6962 section 2.1, kept by its frontier: the hashes
 * of the full subtrees to the right, largest first, one for each set bit of the size. Appending
 * touches the frontier alone, so no row is ever hashed twice.
 */
export interface AuditTree {
  /** Leaves so far. */
  size: number
  /** 32-byte hashes, largest subtree first; at most 53. */
  frontier: readonly Buffer[]
}

export const emptyTree: AuditTree = { size: 0, frontier: [] }

/** Hash of a leaf: SHA-256 of 0x00 and the leaf's bytes (RFC 6962 section 2.1). A string is its UTF-8. */
export function leafHash(leaf: string | Uint8Array): Buffer {
  return createHash('sha256').update(leafPrefix).update(leaf).digest()
}

/** Hash of a node: SHA-256 of 0x01, the left and the right hash (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

/** The tree with one more leaf, given as its leaf hash. */
export function append(tree: AuditTree, leaf: Buffer): AuditTree {
  const frontier = [...tree.frontier]
  let hash = leaf
  // Each trailing set bit of the size is a full subtree that the new leaf completes to a larger one.
  for (let rest = tree.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = frontier.pop()
    if (!left) throw new RangeError('The frontier of the audit tree does not fit its size.')
    hash = nodeHash(left, hash)
  }
  frontier.push(hash)
  return { size: tree.size + 1, frontier }
}

/** Merkle tree hash over all leaves; SHA-256 of nothing for the empty tree (RFC 6962 section 2.1). */
export function rootOf(tree: AuditTree): Buffer {
  const smallest = tree.frontier.at(-1)
  if (!smallest) return createHash('sha256').digest()
  return tree.frontier.slice(0, -1).reduceRight<Buffer>((right, left) => nodeHash(left, right), smallest)
}

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)
