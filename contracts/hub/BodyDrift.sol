// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg, MandateBody} from "../types/Mandate.sol";

/// @title The body published last, and whether a new one says something else
/// @dev Of a ladder the series it was made of are kept; its table stays in the event. Vols have the factor of TargetVol in them, old
/// and new alike: a factor that moves is news as a vol that moves.
library BodyDrift {
    uint256 private constant ONE = 1e18;

    /// @param halfOver when a ladder has used half its time up; zero for a list
    struct Published {
        uint64 book;
        uint32 market;
        int128 offset;
        uint64 share;
        uint128 riskAversion;
        uint128 range;
        uint40 halfOver;
        Leg[] legs;
    }

    /// @notice Whether the target or its make-up differs: series, sizes, share or offset.
    function isReshaped(Published storage old, MandateBody memory body, Leg[] memory legs)
        internal
        view
        returns (bool)
    {
        if (
            old.book == 0 || old.share != body.share || old.offset != body.offset
                || old.legs.length != legs.length || (old.halfOver != 0) != (body.ladder.times.length != 0)
        ) return true;
        for (uint256 i; i < legs.length; i++) {
            if (old.legs[i].series != legs[i].series || old.legs[i].size != legs[i].size) return true;
        }
        return false;
    }

    /// @notice Whether a vol, the risk aversion or the range has moved by `share` of itself, or a ladder ends soon.
    function hasMoved(Published storage old, MandateBody memory body, Leg[] memory legs, uint256 share)
        internal
        view
        returns (bool)
    {
        if (_moved(old.riskAversion, body.riskAversion, share) || _moved(old.range, body.range, share)) {
            return true;
        }
        for (uint256 i; i < legs.length; i++) {
            if (_moved(old.legs[i].vol, legs[i].vol, share)) return true;
        }
        return old.halfOver != 0 && block.timestamp >= old.halfOver;
    }

    function keep(Published storage old, MandateBody memory body, Leg[] memory legs) internal {
        old.book = body.book;
        old.market = body.market;
        old.offset = body.offset;
        old.share = body.share;
        old.riskAversion = body.riskAversion;
        old.range = body.range;
        old.halfOver = _halfOver(body.ladder.times);
        uint256 kept = old.legs.length;
        for (uint256 i; i < legs.length; i++) {
            if (i < kept) old.legs[i] = legs[i];
            else old.legs.push(legs[i]);
        }
        for (uint256 i = kept; i > legs.length; i--) {
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

    function _halfOver(uint40[] memory times) private pure returns (uint40) {
        if (times.length == 0) return 0;
        return uint40((uint256(times[0]) + times[times.length - 1]) / 2);
    }

    function _moved(uint256 old, uint256 current, uint256 share) private pure returns (bool) {
        uint256 distance = old > current ? old - current : current - old;
        return distance != 0 && distance * ONE >= old * share;
    }
}
