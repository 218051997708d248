/**
 * What to run and what to judge it by, as YAML files that people copy and edit; the ones that come with the suite are in
 * {@code loadtest/profiles}. Start reading at {@link dev.rapport.loadtest.profile.Profile}.
 */
@NullMarked
package dev.rapport.loadtest.profile;

import org.jspecify.annotations.NullMarked;
