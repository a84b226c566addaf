/**
 * For a box that takes somebody else's code: the password manager of whoever sits here has nothing for it, and
 * must neither offer the operator's own code nor keep this one. Each manager has its own word for that.
 */
export const notForManagers = {
  autoComplete: 'off',
  'data-1p-ignore': 'true',
  'data-lpignore': 'true',
  'data-bwignore': 'true',
  'data-form-type': 'other',
} as const
