import { useDocumentTitle } from '../../app/document-title'

/** `/demo` */
export function DemoPage() {
  useDocumentTitle('Demo lab')
  return <h1>Demo lab</h1>
}
