/** The product's mark: the window strip's three cells, the middle one filled with a check. */
export function Mark({ height = 21 }: { height?: number }) {
  return (
    <svg viewBox="0 0 40 24" width={(height * 34) / 21} height={height} aria-hidden="true">
      <rect
        x="1"
        y="3"
        width="11"
        height="18"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        opacity=".45"
      />
      <rect x="14.5" y="1" width="11" height="22" rx="2.5" fill="currentColor" />
      <rect
        x="28"
        y="3"
        width="11"
        height="18"
        rx="2.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        opacity=".45"
      />
      <path
        d="m17 12.3 2.3 2.4 4-5"
        stroke="var(--on-accent)"
        strokeWidth="2"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
