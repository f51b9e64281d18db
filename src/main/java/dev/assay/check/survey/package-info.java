/// Everything that one examination found, apart from the files it was found in.
@NullMarked
package dev.assay.check.survey;

import org.jspecify.annotations.NullMarked;
