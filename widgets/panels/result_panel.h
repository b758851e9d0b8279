// The middle of the window: what there is to say, the picture, how far the drawing is, and the
// pictures of this session below.
#pragma once

#include "widgets/model/result_model.h"

#include <QList>
#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QListView;
class QProgressBar;
class QToolButton;

namespace diptych::widgets {

class ImageView;
class NoticeBar;

/// The actions on the viewer's bar, from left to right; null = a gap. Borrowed.
using ViewerActions = QList<QAction*>;

class ResultPanel : public QWidget {
    Q_OBJECT

  public:
    /// `model` is borrowed.
    ResultPanel(ResultModel* model, const ViewerActions& actions, QWidget* parent = nullptr);

    ImageView* view() { return view_; }
    NoticeBar* notices() { return notices_; }

    /// The picture that is shown; 0 = none, or an unfinished one.
    ResultId current() const { return shown_; }
    /// The pictures that are chosen in the filmstrip, in its order.
    std::vector<ResultId> selection() const;
    /// Shows a picture of the filmstrip, as if it had been clicked.
    void select(ResultId id);
    /// −1 = the one before, +1 = the one after.
    void step(int direction);

    /// A drawing runs: 0…1 and what it does.
    void setProgress(double fraction, const QString& text);
    /// Nothing runs.
    void clearProgress();
    void setPreview(const QImage& preview, QSize fullSize);
    /// A picture was added to the model: shown, unless the user looks at an older one.
    void showNewest();
    /// Back to what is drawn.
    void follow();
    bool isFollowing() const { return following_; }

  Q_SIGNALS:
    void shownChanged(diptych::widgets::ResultId id);
    void menuRequested(const QPoint& globalPosition);

  private:
    QWidget* makeBar(const ViewerActions& actions);
    QListView* makeStrip();
    void showResult(ResultId id, const QImage& picture);
    void chosen(ResultId id);
    void refreshCaption();

    ResultModel* model_;
    NoticeBar* notices_;
    ImageView* view_;
    QListView* strip_;
    QProgressBar* progress_;
    QLabel* caption_;
    QLabel* zoom_;
    QToolButton* follow_;
    ResultId shown_ = 0;
    ResultId wanted_ = 0; ///< that was asked of the model
    bool following_ = true;
    bool running_ = false;
    bool selecting_ = false; ///< by the program
    QString progressText_;
};

} // namespace diptych::widgets
