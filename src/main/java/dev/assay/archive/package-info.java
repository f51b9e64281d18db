/// What a path contains: the code in packages, archives, compressed files, kernel images and folders, however deep.
@NullMarked
package dev.assay.archive;

import org.jspecify.annotations.NullMarked;
