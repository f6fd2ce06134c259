import {
  ActionIcon,
  Badge,
  createTheme,
  defaultVariantColorsResolver,
  Modal,
  Radio,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Mantine on the colour roles of theme.css: every colour it draws is one of those roles. */

const accent: MantineColorsTuple = [
  '#e3f6f3',
  '#c6ebe5',
  '#9fdcd3',
  '#6fcabd',
  '#3fb6a8',
  '#2fa193',
  '#238b7f',
  '#18796f',
  '#0f766e',
  '#0a5a53',
];

/** The greys of Mantine's dark scheme, light to dark: cool, as the roles are. */
const dark: MantineColorsTuple = [
  '#e6eaf0',
  '#c3cad4',
  '#8a94a3',
  '#748091',
  '#5c6878',
  '#323c48',
  '#1b222b',
  '#151a21',
  '#11151b',
  '#0e1116',
];

/** The greys of the light scheme, light to dark. */
const gray: MantineColorsTuple = [
  '#f4f6f9',
  '#e9edf2',
  '#dde3ea',
  '#d3dae3',
  '#aeb8c4',
  '#7d8896',
  '#556070',
  '#414b59',
  '#2b333e',
  '#131820',
];

/** Text on the accent is dark in one theme and light in the other, which a tuple cannot say. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const color = input.color ?? input.theme.primaryColor;
  if (input.variant === 'filled' && color === 'accent') {
    return {
      background: 'var(--accent)',
      hover: 'color-mix(in srgb, var(--accent) 86%, var(--text))',
      color: 'var(--on-accent)',
      border: '1px solid transparent',
    };
  }
  return defaultVariantColorsResolver(input);
};

export const mantineTheme = createTheme({
  colors: { accent, dark, gray },
  black: '#131820',
  primaryColor: 'accent',
  primaryShade: { dark: 4, light: 8 },
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px' },
      h2: { fontSize: '18px' },
      h3: { fontSize: '17px' },
      h4: { fontSize: '15px' },
      h5: { fontSize: '14px' },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({
      // What cannot be used must not stand out from what can.
      styles: (_theme, { variant, disabled }) =>
        variant === 'subtle' && disabled === true ? { root: { background: 'transparent' } } : {},
    }),
    Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
    Modal: Modal.extend({
      defaultProps: { centered: true },
      styles: { title: { fontSize: '16px', fontWeight: 600 } },
    }),
    Radio: Radio.extend({ defaultProps: { iconColor: 'var(--on-accent)' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        multiline: true,
        maw: 340,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});

const roles = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--control-line)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  dark: roles,
  light: roles,
});
