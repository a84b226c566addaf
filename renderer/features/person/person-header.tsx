import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconPencil, IconTrash, IconUserOff, IconUserPlus, IconUserX } from '@tabler/icons-react'
import { useState } from 'react'
import type { UserDetail } from '../../../shared/model/user'
import { Avatar } from '../../components/avatar'
import { StateTag } from '../../components/state-tag'
import { usePermissions } from '../../data/permissions'
import { openPersonForm } from '../../data/person-form-store'
import { shortlyKnownOf } from '../../words/known'
import { NewPhoneDialog } from './dialogs/new-phone-dialog'
import { RemoveDialog } from './dialogs/remove-dialog'
import { RevokeDialog } from './dialogs/revoke-dialog'
import { StatusDialog } from './dialogs/status-dialog'
import { GivePassDialog } from './passes/give-pass-dialog'
import classes from './person.module.css'

type Dialog = 'phone' | 'pass' | 'status' | 'revoke' | 'remove'

interface PersonHeaderProps {
  user: UserDetail
  onRemoved: (sentence: string) => void
}

/** Who it is, their state, and what can be done for the whole person. */
export function PersonHeader({ user, onRemoved }: PersonHeaderProps) {
  const may = usePermissions()
  const [open, setOpen] = useState<Dialog | null>(null)
  const close = () => setOpen(null)
  const active = user.status === 'active'
  return (
    <div className={classes.header}>
      <Avatar name={user.name} size={48} />
      <div className={classes.who}>
        <h1>{user.name}</h1>
        <div className="muted">
          {shortlyKnownOf(user).map((text, index) => (
            <span key={text}>
              {index > 0 ? <span className="faint"> · </span> : null}
              {text}
            </span>
          ))}
        </div>
      </div>
      <StateTag user={user} withIcon />
      {may.act ? (
        <div className={classes.acts}>
          {active && user.totp?.status === 'active' ? (
            <Button onClick={() => setOpen('phone')}>New phone</Button>
          ) : null}
          {active ? <Button onClick={() => setOpen('pass')}>Give a temporary pass</Button> : null}
          <Tooltip label="Edit">
            <ActionIcon aria-label={`Edit ${user.name}`} onClick={() => openPersonForm({ kind: 'edit', user })}>
              <IconPencil size={18} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
          <MoreMenu user={user} onChoose={setOpen} />
        </div>
      ) : null}
      <NewPhoneDialog user={user} opened={open === 'phone'} onClose={close} />
      <GivePassDialog user={user} opened={open === 'pass'} onClose={close} />
      <StatusDialog user={user} opened={open === 'status'} onClose={close} />
      <RevokeDialog user={user} opened={open === 'revoke'} onClose={close} />
      <RemoveDialog user={user} opened={open === 'remove'} onClose={close} onRemoved={onRemoved} />
    </div>
  )
}

const menuClasses = { item: classes.item ?? '', itemSection: classes.itemIcon ?? '' }

function MoreMenu({ user, onChoose }: { user: UserDetail; onChoose: (dialog: Dialog) => void }) {
  const live = user.totp?.status === 'active' || user.totp?.status === 'pending'
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false} classNames={menuClasses}>
      <Menu.Target>
        <ActionIcon aria-label="More">
          <IconDots size={18} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {live ? (
          <Menu.Item
            leftSection={<IconUserX size={16} stroke={1.75} aria-hidden="true" />}
            onClick={() => onChoose('revoke')}
          >
            Revoke the authenticator
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={
            user.status === 'active' ? (
              <IconUserOff size={16} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconUserPlus size={16} stroke={1.75} aria-hidden="true" />
            )
          }
          onClick={() => onChoose('status')}
        >
          {user.status === 'active' ? 'Deactivate' : 'Reactivate'}
        </Menu.Item>
        <Menu.Item
          color="var(--bad)"
          className={classes.last ?? ''}
          leftSection={<IconTrash size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onChoose('remove')}
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
