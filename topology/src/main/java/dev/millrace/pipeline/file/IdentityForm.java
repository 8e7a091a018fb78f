// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

/** {@code pipeline}: which one this is. */
final class IdentityForm extends Form<IdentityForm.Identity> {
  private final Key<String> name =
      required(
          "name",
          Texts.matching(
              "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
              "a name",
              "letters, digits, '.', '_' and '-', at most 100"));
  private final Key<String> version =
      key(
          "version",
          Texts.matching(
              "[A-Za-z0-9][A-Za-z0-9.+_-]{0,99}",
              "a version",
              "letters, digits, '.', '+', '_' and '-', at most 100"),
          "1");

  /** A pipeline's name and version. */
  record Identity(String name, String version) {
    @Override
    public String toString() {
      return name + "@" + version;
    }
  }

  @Override
  Identity build(Entries entries) {
    return new Identity(entries.get(name), entries.get(version));
  }
}
