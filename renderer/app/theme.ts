import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Modal,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#eef7f8',
  '#d8ebee',
  '#b3d6dc',
  '#85bbc5',
  '#549dab',
  '#2f8192',
  '#196c7d',
  '#0e5a6b',
  '#0a4754',
  '#06323c',
]

const buttonSize = { '--button-height': '34px', '--button-padding-x': '14px', '--button-fz': '14px' }

/** Three looks: the one primary act of a view, a plain act, and a quiet one; `data-danger` marks what destroys. */
function buttonColors(props: object): Record<string, string> {
  const { variant, 'data-danger': danger } = props as { variant?: string; 'data-danger'?: boolean }
  if (variant === 'filled')
    return {
      '--button-bg': danger ? 'var(--bad)' : 'var(--accent)',
      '--button-hover': danger ? 'var(--bad-hover)' : 'var(--accent-hover)',
      '--button-color': danger ? 'var(--on-bad)' : 'var(--on-accent)',
      '--button-bd': '1px solid transparent',
    }
  if (variant === 'subtle')
    return {
      '--button-bg': 'transparent',
      '--button-hover': danger ? 'var(--bad-soft)' : 'var(--accent-soft)',
      '--button-color': danger ? 'var(--bad)' : 'var(--accent)',
      '--button-bd': '1px solid transparent',
      '--button-padding-x': '8px',
    }
  return {
    '--button-bg': 'var(--panel)',
    '--button-hover': 'var(--sunk)',
    '--button-color': danger ? 'var(--bad)' : 'var(--ink)',
    '--button-bd': '1px solid var(--line)',
  }
}

/**
 * Locking the scroll writes a style without the page's nonce, and the page itself never scrolls. A
 * dialog's heading line is no banner of the page.
 */
const dialog = {
  lockScroll: false,
  closeButtonProps: { 'aria-label': 'Close' },
  attributes: { header: { role: 'none' } },
  padding: 20,
  transitionProps: { duration: 120 },
}

/** The design language as a Mantine theme. Colours stay CSS variables, so both schemes come from tokens.css. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12.5px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '20px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '8px', xl: '16px' },
  defaultRadius: 'md',
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  shadows: {
    xs: 'var(--shadow)',
    sm: 'var(--shadow)',
    md: 'var(--shadow-raised)',
    lg: 'var(--shadow-raised)',
    xl: 'var(--shadow-raised)',
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      defaultProps: { radius: 'sm', variant: 'default' },
      vars: (_theme, props) => ({ root: { ...buttonSize, ...buttonColors(props) } }),
      styles: { label: { fontWeight: 600 }, section: { marginInlineEnd: 6 } },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { radius: 'sm', variant: 'subtle', color: 'gray', size: 30 } }),
    Input: Input.extend({ defaultProps: { radius: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { radius: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { radius: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { radius: 'sm' } }),
    NumberInput: NumberInput.extend({ defaultProps: { radius: 'sm' } }),
    Select: Select.extend({ defaultProps: { radius: 'sm', checkIconPosition: 'right', withScrollArea: false } }),
    Checkbox: Checkbox.extend({ defaultProps: { radius: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { radius: 'sm', size: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { radius: 'sm', openDelay: 350, withArrow: false } }),
    Modal: Modal.extend({ defaultProps: { ...dialog, centered: true, radius: 'md' } }),
    Drawer: Drawer.extend({ defaultProps: { ...dialog, position: 'right' } }),
  },
})

/** Points Mantine's own colour variables at the tokens, the same in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const colors = {
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-hover': 'var(--sunk)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--sunk)',
    '--mantine-color-disabled-color': 'var(--faint)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-hover': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-color-petrol-filled': 'var(--accent)',
    '--mantine-color-petrol-filled-hover': 'var(--accent-hover)',
    '--mantine-color-petrol-light': 'var(--accent-soft)',
    '--mantine-color-petrol-light-hover': 'var(--accent-soft)',
    '--mantine-color-petrol-light-color': 'var(--accent)',
    '--mantine-color-petrol-outline': 'var(--accent)',
    '--mantine-color-petrol-text': 'var(--accent)',
    '--mantine-color-red-filled': 'var(--bad)',
    '--mantine-color-red-filled-hover': 'var(--bad-hover)',
    '--mantine-color-red-light': 'var(--bad-soft)',
    '--mantine-color-red-light-hover': 'var(--bad-soft)',
    '--mantine-color-red-light-color': 'var(--bad)',
    '--mantine-color-red-text': 'var(--bad)',
    '--mantine-color-gray-light-color': 'var(--muted)',
    '--mantine-color-gray-light-hover': 'var(--sunk)',
  }
  return { variables: {}, light: colors, dark: colors }
}
