import type { Page } from '@playwright/test'

/** Adds the errors of a page: thrown ones, and what the browser itself says of the policy and the like. */
export function listenForComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}
