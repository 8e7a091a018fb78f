// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.samskivert.mustache.Mustache;
import dev.millrace.template.Template.Piece;
import java.util.ArrayList;
import java.util.List;

/** Lists what a template is made of, in the order in which it stands there. */
final class Pieces implements Mustache.Visitor {
  private final List<Piece> pieces = new ArrayList<>();

  static List<Piece> of(com.samskivert.mustache.Template template) {
    Pieces visitor = new Pieces();
    template.visit(visitor);
    return List.copyOf(visitor.pieces);
  }

  @Override
  public void visitText(String text) {
    pieces.add(new Piece.Words(text));
  }

  @Override
  public void visitVariable(String name) {
    pieces.add(new Piece.Name(name));
  }

  @Override
  public boolean visitSection(String name) {
    pieces.add(new Piece.Name(name));
    return true;
  }

  @Override
  public boolean visitInvertedSection(String name) {
    pieces.add(new Piece.Name(name));
    return true;
  }

  @Override
  public boolean visitInclude(String name) {
    return false;
  }
}
