// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IControlHandler} from "gimbal/interfaces/IHedgeTransport.sol";
import {IArrivalHandler} from "gimbal/interfaces/ITokenBridge.sol";
import {Kind} from "gimbal/types/Message.sol";

/// @notice Remembers what it was told; can be made to refuse, or to burn its gas.
contract RecordingHandler is IControlHandler, IArrivalHandler {
    enum Mood {
        ACCEPT,
        REFUSE,
        BURN
    }

    error Refused(uint64 epoch);

    Mood public mood;
    uint256 public calls;
    uint64 public fromChain;
    Kind public kind;
    uint64 public epoch;
    bytes public body;
    uint256 public arrived;

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function onControl(uint64 fromChain_, Kind kind_, uint64 epoch_, bytes calldata body_) external {
        _feel(epoch_);
        calls++;
        (fromChain, kind, epoch, body) = (fromChain_, kind_, epoch_, body_);
    }

    function onArrival(uint64 fromChain_, uint256 amount) external {
        _feel(fromChain_);
        arrived += amount;
    }

    function _feel(uint64 number) private view {
        if (mood == Mood.REFUSE) revert Refused(number);
        if (mood == Mood.BURN) assembly ("memory-safe") { invalid() }
    }
}
