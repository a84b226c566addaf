import { createPortal } from 'react-dom'
import { recoveryLines } from '../../../shared/recovery-format'
import { dateAndTime } from '../../words/times'
import './print-sheet.css'
import type { FreshSet } from './recovery-sheet'

export type PaperSize = 'a5' | 'half-letter'

interface PrintSheetProps {
  set: FreshSet
  /** Whose codes these are. */
  name: string
  /** Whose desk made them, such as "Northwind IT". */
  issuer: string
  paper: PaperSize
  demo: boolean
}

/**
 * The paper that the person takes home: seen by the printer only. It is beside the app in the
 * document, so that printing can leave everything else out. No host name and no address is on it.
 */
export function PrintSheet({ set, name, issuer, paper, demo }: PrintSheetProps) {
  return createPortal(
    <div className="print-sheet" data-paper={paper} data-testid="print-sheet" aria-hidden="true">
      {demo ? <p className="print-sheet-demo">Demo. These codes open nothing.</p> : null}
      <h1>Recovery codes</h1>
      <p className="print-sheet-name">{name}</p>
      <p>
        {issuer}, {dateAndTime(set.createdAt)}
      </p>
      <ol>
        {recoveryLines(set.recoveryCodes).map((line) => (
          <li key={line.position}>
            <span className="print-sheet-box" />
            <span className="print-sheet-number">{line.number}</span>
            <span className="print-sheet-code">{line.code}</span>
          </li>
        ))}
      </ol>
      <p className="print-sheet-do">
        Keep this sheet away from the phone. Without the phone, show one code at the desk and tick it off: each works
        once.
      </p>
      <p className="print-sheet-do">If you did not ask for these, tell the help desk of {issuer} at once.</p>
      <p className="print-sheet-foot">
        Set {set.setId}
        <br />
        Fingerprint {set.fingerprint}
      </p>
    </div>,
    document.body,
  )
}
