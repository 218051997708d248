/** One record for each request, in a chain that shows what was changed. Start at {@link dev.rapport.chat.audit.AuditTrail}. */
@NullMarked
package dev.rapport.chat.audit;

import org.jspecify.annotations.NullMarked;
