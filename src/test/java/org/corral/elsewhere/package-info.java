/** Another web application, beside Corral on the same server: it knows nothing of Corral but the filter. */
@NullMarked
package org.corral.elsewhere;

import org.jspecify.annotations.NullMarked;
