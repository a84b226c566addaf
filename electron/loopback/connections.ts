import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Holds a server's connections to a number without ever turning a newcomer away for those that do nothing: when
 * there is no place left, the connection that has waited longest without a request is ended for the new one.
 * Nobody can take all places by opening connections and leaving them.
 *
 * @param most - connections that may be open at a time
 */
export function tendConnections(server: Server, most: number): void {
  /** Connections on which no request is being answered, the longest idle first. */
  const idle = new Set<Socket>()
  let open = 0

  server.on('connection', (socket: Socket) => {
    open += 1
    idle.add(socket)
    // The HTTP parser takes its own listener away when it gives a socket up; an error without one ends the program.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      open -= 1
      idle.delete(socket)
    })
    if (open > most) end(idle)
  })

  server.on('request', ({ socket }, response) => {
    idle.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  })
}

/** Ends the longest idle one; the newcomer itself where every other has a request. */
function end(idle: Set<Socket>): void {
  const [longest] = idle
  if (!longest) return
  idle.delete(longest)
  longest.destroy()
}
