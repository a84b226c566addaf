import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AuditTree, append, emptyTree, leafHash, nodeHash, rootOf } from '../../../electron/merkle/tree'

// The eight leaves and their roots that the Certificate Transparency implementations test with.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
)
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const treeOf = (some: readonly Buffer[]): AuditTree =>
  some.reduce((tree, leaf) => append(tree, leafHash(leaf)), emptyTree)

/** MTH as RFC 6962 section 2.1 writes it down, recursion and all. */
function merkleTreeHash(some: readonly Buffer[]): Buffer {
  const [only] = some
  if (only === undefined) return createHash('sha256').digest()
  if (some.length === 1) return leafHash(only)
  let split = 1
  while (split * 2 < some.length) split *= 2
  return nodeHash(merkleTreeHash(some.slice(0, split)), merkleTreeHash(some.slice(split)))
}

describe('the audit tree', () => {
  it.each(roots.map((root, size) => ({ root, size })))('has the known root over $size leaves', ({ root, size }) => {
    expect(rootOf(treeOf(leaves.slice(0, size))).toString('hex')).toBe(root)
  })

  it('agrees with the recursion of RFC 6962 at every size up to 200', () => {
    const many = Array.from({ length: 200 }, (_, index) => Buffer.from(`row ${index}`))
    let tree = emptyTree
    for (const [index, leaf] of many.entries()) {
      tree = append(tree, leafHash(leaf))
      expect(rootOf(tree).toString('hex')).toBe(merkleTreeHash(many.slice(0, index + 1)).toString('hex'))
    }
  })

  it('keeps one hash for each set bit of its size', () => {
    expect(treeOf(Array.from({ length: 0b1011 }, () => Buffer.from('x'))).frontier).toHaveLength(3)
  })

  it('refuses a frontier that does not fit its size', () => {
    expect(() => append({ size: 1, frontier: [] }, leafHash('x'))).toThrow(RangeError)
  })

  it('hashes a text as its UTF-8 bytes', () => {
    expect(leafHash('Åsa').equals(leafHash(Buffer.from('Åsa', 'utf8')))).toBe(true)
  })
})
