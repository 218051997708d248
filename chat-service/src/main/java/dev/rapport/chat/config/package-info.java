/** What the service can be told. Start reading at {@link dev.rapport.chat.config.ServiceConfig}. */
@NullMarked
package dev.rapport.chat.config;

import org.jspecify.annotations.NullMarked;
