/** The event that Electron passes first, whose default a listener may prevent. */
export class DoubleEvent {
  defaultPrevented = false

  constructor(details: object = {}) {
    Object.assign(this, details)
  }

  preventDefault(): void {
    this.defaultPrevented = true
  }
}
