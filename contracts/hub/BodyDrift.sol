// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, MandateBody} from "../types/Mandate.sol";

/// @title The body published last, and whether a new one says something else
/// @dev A ladder is a table of the moment: its text stays in the event, and another one is always news.
library BodyDrift {
    uint256 private constant ONE = 1e18;

    struct Published {
        uint64 book;
        uint32 market;
        int128 offset;
        uint64 share;
        uint128 riskAversion;
        uint128 range;
        bool ladder;
        Leg[] legs;
    }

    /// @notice Whether the target or its make-up differs: series, sizes, share or offset.
    function isReshaped(Published storage old, MandateBody memory body) internal view returns (bool) {
        if (
            old.book == 0 || old.share != body.share || old.offset != body.offset
                || old.ladder != isLadder(body) || old.legs.length != body.legs.length
        ) return true;
        for (uint256 i; i < body.legs.length; i++) {
            if (old.legs[i].series != body.legs[i].series || old.legs[i].size != body.legs[i].size) {
                return true;
            }
        }
        return false;
    }

    /// @notice Whether a vol, the risk aversion or the range has moved by `share` of itself.
    function hasMoved(Published storage old, MandateBody memory body, uint256 share)
        internal
        view
        returns (bool)
    {
        if (_moved(old.riskAversion, body.riskAversion, share) || _moved(old.range, body.range, share)) {
            return true;
        }
        for (uint256 i; i < body.legs.length; i++) {
            if (_moved(old.legs[i].vol, body.legs[i].vol, share)) return true;
        }
        return isLadder(body);
    }

    function keep(Published storage old, MandateBody memory body) internal {
        old.book = body.book;
        old.market = body.market;
        old.offset = body.offset;
        old.share = body.share;
        old.riskAversion = body.riskAversion;
        old.range = body.range;
        old.ladder = isLadder(body);
        uint256 kept = old.legs.length;
        for (uint256 i; i < body.legs.length; i++) {
            if (i < kept) old.legs[i] = body.legs[i];
            else old.legs.push(body.legs[i]);
        }
        for (uint256 i = kept; i > body.legs.length; i--) {
            old.legs.pop();
        }
    }

    function read(Published storage old) internal view returns (MandateBody memory body) {
        body.book = old.book;
        body.market = old.market;
        body.offset = old.offset;
        body.share = old.share;
        body.riskAversion = old.riskAversion;
        body.range = old.range;
        body.legs = old.legs;
    }

    function isLadder(MandateBody memory body) internal pure returns (bool) {
        return body.ladder.times.length != 0;
    }

    function _moved(uint256 old, uint256 current, uint256 share) private pure returns (bool) {
        uint256 distance = old > current ? old - current : current - old;
        return distance != 0 && distance * ONE >= old * share;
    }
}
