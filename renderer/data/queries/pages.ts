import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useCallback } from 'react'

/** A list that is read page by page, joined. */
export interface Pages<P, R> {
  /** Every row read so far, in order. The same array until another page comes or one changes. */
  rows: readonly R[]
  /** The first page: it says what holds for the whole list, such as how many rows match. */
  first: P | undefined
  /** Pages read so far. */
  count: number
}

/**
 * For the `select` of an infinite query: joins its pages once per answer, not once per render. Call it outside
 * the hook, since a new function would select again.
 */
export function pagesOf<P, R>(rowsOf: (page: P) => readonly R[]): (data: InfiniteData<P, unknown>) => Pages<P, R> {
  return ({ pages }) => ({ rows: pages.flatMap(rowsOf), first: pages[0], count: pages.length })
}

/** Reads the next page of a list, if there is one and it is not on its way already. */
export function useNextPage(
  list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>,
): () => void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  return useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
}
