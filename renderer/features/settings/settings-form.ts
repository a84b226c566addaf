import type { UseFormReturnType } from '@mantine/form'
import type { Settings } from '../../../shared/model/desk'

/** The settings while they are edited. */
export type SettingsForm = UseFormReturnType<Settings>
