// The sign-in screen.

import { ApiError } from './api.js';
import { copy } from './render.js';
import * as session from './session.js';

const $ = (id) => document.getElementById(id);

/** The form that takes a link or a token. */
export class SignIn {
  #entered;

  /** @param entered called with the new session */
  constructor(entered) {
    this.#entered = entered;
    $('sign-in-form').addEventListener('submit', (event) => this.#submit(event));
    $('copy-command').addEventListener('click', () => copy($('command').textContent, $('copy-command').querySelector('span'), 'Copy'));
  }

  /** Shows the screen, with a message above the form. */
  show(message = '') {
    document.body.dataset.screen = 'sign-in';
    $('sign-in-message').textContent = message;
    $('sign-in-message').hidden = message === '';
    $('pasted').focus();
  }

  /** Shows why an invitation was not taken; the invitation can be tried again if nobody saw it. */
  refused(cause, invite) {
    $('pasted').value = cause.problem.status === 0 ? invite : '';
    this.show(words(cause));
  }

  async #submit(event) {
    event.preventDefault();
    const button = $('sign-in-form').querySelector('button');
    button.disabled = true;
    try {
      const entered = await session.signInWith($('pasted').value);
      $('pasted').value = '';
      await this.#entered(entered);
    } catch (cause) {
      if (!(cause instanceof ApiError)) {
        throw cause;
      }
      this.show(words(cause));
    } finally {
      button.disabled = false;
    }
  }
}

function words({ problem }) {
  if (problem.status === 0) {
    return 'Rapport did not answer. Is it running? ./rapport status says so. Your link still works.';
  }
  const detail = problem.detail ? `${problem.detail} ` : 'That link or token is not valid, or it was used before. ';
  return `${detail}Make a new link as below.`;
}
