export function environmentOfFetch(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv
