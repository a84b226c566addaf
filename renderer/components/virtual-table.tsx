import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import classes from './virtual-table.module.css'

export interface Column<R> {
  key: string
  head: ReactNode
  /** CSS width; without one the column takes what is left. */
  width?: string
  cell: (row: R) => ReactNode
}

interface VirtualTableProps<R> {
  label: string
  columns: Column<R>[]
  rows: readonly R[]
  rowKey: (row: R) => string
  /** Rows in all, also those not read yet. */
  total: number
  /** Height of a row in pixels. */
  rowHeight: number
  /** A click anywhere on the row. The keyboard reaches the same through a link or button marked `data-open`. */
  onOpen: (row: R) => void
  /** The last row came near: read more. */
  onEnd: () => void
  empty: ReactNode
}

/** A table with a fixed head that scrolls in its panel and holds only the rows in view. */
export function VirtualTable<R>(props: VirtualTableProps<R>) {
  const { columns, rows, total, rowHeight, onEnd } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const lastIndex = last?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && rows.length < total && lastIndex >= rows.length - 20) onEnd()
  }, [lastIndex, rows.length, total, onEnd])

  if (rows.length === 0) return <div className={classes.empty}>{props.empty}</div>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label={`${props.label}, scrolls`}>
      <table className={classes.table} aria-label={props.label} aria-rowcount={total + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={column.width ? { width: column.width } : {}} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenRows}>
          <Space height={first?.start ?? 0} columns={columns.length} />
          {items.map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <BodyRow key={props.rowKey(row)} {...props} row={row} index={item.index} />
            )
          })}
          <Space height={last ? virtual.getTotalSize() - last.end : 0} columns={columns.length} />
        </tbody>
      </table>
    </section>
  )
}

interface BodyRowProps<R> extends VirtualTableProps<R> {
  row: R
  index: number
}

function BodyRow<R>({ columns, row, index, rowHeight, onOpen }: BodyRowProps<R>) {
  return (
    <tr aria-rowindex={index + 2} style={{ height: rowHeight }} onClick={() => onOpen(row)}>
      {columns.map((column) => (
        <td key={column.key}>{column.cell(row)}</td>
      ))}
    </tr>
  )
}

/** Stands for the rows above or below the ones in view. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in this row takes the focus
    <tr aria-hidden="true" className={classes.space}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

/** Arrow keys go from row to row, by the link or button that opens each. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (by === undefined) return
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-open]')]
  const here = openers.indexOf(document.activeElement as HTMLElement)
  const next = openers[here + by]
  if (here < 0 || !next) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
