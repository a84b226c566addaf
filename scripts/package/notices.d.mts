/** Absolute path of the folder that the two files go to. */
export const noticesFolder: string
/** Writes third-party-licenses.txt and sbom.cdx.json. Needs the built page. Throws when npm makes no bill of materials. */
export function writeNotices(): void
