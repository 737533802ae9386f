// What the pages do with JavaScript on. Every page works without this file.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}

import {
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll
} from 'govuk-frontend'
import { copyButtons } from './copy-buttons.js'
import { freshTokens } from './fresh-token.js'
import { printing } from './printing.js'
import { sessions } from './sessions.js'
import { submitOnce } from './submit-once.js'

for (const component of [Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component)
}
copyButtons()
freshTokens()
printing()
sessions()
submitOnce()
