// Saved embeddings: what their file tells, how large each token is, and every value as a colour.
// They can be drawn from. The panel reads no files; it is given what it shows.
#pragma once

#include "widgets/controls/embedding_map.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <utility>
#include <vector>

class QAction;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace diptych::widgets {

/// One file, read.
struct ShownEmbeddings {
    QString file;
    std::vector<std::pair<QString, QString>> facts; ///< names and values, for the user
    std::vector<PaintedEmbedding> embeddings;       ///< a file may hold several
    QStringList outliers; ///< for each embedding, which channels are far larger than all others
};

class EmbeddingPanel : public QWidget {
    Q_OBJECT

  public:
    /// `actions` become the buttons at the top: open, save. Borrowed.
    explicit EmbeddingPanel(const QList<QAction*>& actions, QWidget* parent = nullptr);

    void showFile(ShownEmbeddings shown);
    void tell(const QString& problem);
    const ShownEmbeddings& shown() const { return shown_; }
    /// Which file the form draws from; empty = from the prompt.
    void setDrawnFrom(const QString& prompt, const QString& negative);

  Q_SIGNALS:
    void fileDropped(const QString& file);
    void drawRequested(const QString& file);
    void negativeRequested(const QString& file);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* makeEmpty();
    QWidget* makeShown();
    void showOne(int index);
    void refreshUse();

    ShownEmbeddings shown_;
    QString prompt_;
    QString negative_;
    QStackedWidget* pages_;
    QLabel* problem_ = nullptr;
    QLabel* name_ = nullptr;
    QComboBox* which_ = nullptr;
    QFormLayout* facts_ = nullptr;
    EmbeddingMap* map_ = nullptr;
    QLabel* value_ = nullptr;
    QLabel* scale_ = nullptr;
    QLabel* outliers_ = nullptr;
    QPushButton* draw_ = nullptr;
    QPushButton* negativeButton_ = nullptr;
    QLabel* use_ = nullptr;
};

} // namespace diptych::widgets
