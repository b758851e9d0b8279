// What to do when there is no picture yet and only the demo model: three ways to a real one.
#pragma once

#include <QHash>
#include <QWidget>

class QCommandLinkButton;

namespace diptych::widgets {

class WelcomeCards : public QWidget {
    Q_OBJECT

  public:
    /// Stands below the middle of `view`, as long as it is wanted; without its explanations where
    /// there is no room for them.
    explicit WelcomeCards(QWidget* view);

    void setWanted(bool wanted);
    bool isWanted() const { return wanted_; }

  Q_SIGNALS:
    void findModelRequested();
    void remoteEncoderRequested();
    void getModelRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();
    void setBrief(bool brief);

    QWidget* view_;
    QHash<QCommandLinkButton*, QString> explanations_;
    bool wanted_ = false;
};

} // namespace diptych::widgets
