import classes from './qr.module.css'

/** The QR as an image: the policy of the page lets no markup of others in. */
export function QrImage({ svg, name, size }: { svg: string; name: string; size?: number }) {
  return (
    <img
      className={classes.image}
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
      alt={`QR code for ${name}`}
      width={size}
      height={size}
      draggable={false}
    />
  )
}
