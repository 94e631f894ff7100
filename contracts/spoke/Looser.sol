// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Fields} from "../risk/Fields.sol";
import {MarketConfig, SpokeConfig, VenueStatus, VenueTerms} from "../types/Config.sol";

/// @title Whether one config of a spoke allows anything that another does not
/// @notice Looser is what widens a band, raises what a hostile relayer or oracle can cost (P6), or keeps a spoke at work or
/// paused for longer; and any market or venue that the other does not have as it is. The masks have a bit for each field,
/// as the column `loosens` of contracts/risk/parameters.json; a test holds them to it.
///
/// Fields with neither bit follow the hub at once: terms of settlement, which hub and spoke have to share (P13), and what only
/// the hub reads.
library Looser {
    uint256 internal constant BAND_UP = 0x3e;
    uint256 internal constant BAND_DOWN = 0x01;
    uint256 internal constant LIMITS_UP = 0x19fb;
    uint256 internal constant LIMITS_DOWN = 0x604;
    uint256 internal constant ORACLE_UP = 0x4f;
    uint256 internal constant ORACLE_DOWN = 0x30;
    uint256 internal constant SPOKE_UP = 0x1c6;
    uint256 internal constant SPOKE_DOWN = 0;

    /// @dev Gives back the memory it took: memory costs by its square, and the arrival of one config compares it with many.
    function isLooser(SpokeConfig memory next, SpokeConfig memory than) internal pure returns (bool looser) {
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        looser = _isLooser(next, than);
        Memory.unsafeSetFreeMemoryPointer(free);
    }

    function _isLooser(SpokeConfig memory next, SpokeConfig memory than) private pure returns (bool) {
        if (_differs(Fields.row(next.terms), Fields.row(than.terms), SPOKE_UP, SPOKE_DOWN)) return true;
        for (uint256 i; i < next.markets.length; i++) {
            uint256 place = _placeOf(than, next.markets[i].market, i);
            if (place == than.markets.length) return true;
            if (_isLooser(next.markets[i], than.markets[place])) return true;
        }
        return false;
    }

    function _isLooser(MarketConfig memory next, MarketConfig memory than) private pure returns (bool) {
        // No vote changes the lot of a market.
        if (next.lot != than.lot) return true;
        if (_differs(Fields.row(next.band), Fields.row(than.band), BAND_UP, BAND_DOWN)) return true;
        if (_differs(Fields.row(next.limits), Fields.row(than.limits), LIMITS_UP, LIMITS_DOWN)) return true;
        if (_differs(Fields.row(next.oracle), Fields.row(than.oracle), ORACLE_UP, ORACLE_DOWN)) return true;
        for (uint256 i; i < next.venues.length; i++) {
            if (!_isKnown(next.venues[i], than.venues)) return true;
        }
        return false;
    }

    /// @dev A venue that does not trade may be listed by anyone; one that trades stands there already, and trades as much.
    function _isKnown(VenueTerms memory venue, VenueTerms[] memory list) private pure returns (bool) {
        if (venue.status != VenueStatus.ACTIVE) return true;
        uint256 clip = clipOf(venue, list);
        return clip != 0 && clip >= venue.clip;
    }

    /// @notice Clip of the venue where it trades in the list as it is here; 0 where it does not.
    function clipOf(VenueTerms memory venue, VenueTerms[] memory list) internal pure returns (uint256) {
        for (uint256 i; i < list.length; i++) {
            VenueTerms memory old = list[i];
            if (old.id != venue.id) continue;
            bool trades = old.status == VenueStatus.ACTIVE && old.adapter == venue.adapter
                && old.pool == venue.pool && old.kind == venue.kind;
            return trades ? old.clip : 0;
        }
        return 0;
    }

    function marketOf(SpokeConfig memory config, uint32 id)
        internal
        pure
        returns (bool, MarketConfig memory market)
    {
        uint256 place = _placeOf(config, id, 0);
        if (place < config.markets.length) return (true, config.markets[place]);
        return (false, market);
    }

    /// @dev Where the market stands, mostly at the same place as in another config; the number of markets if nowhere.
    function _placeOf(SpokeConfig memory config, uint32 id, uint256 likely)
        private
        pure
        returns (uint256 place)
    {
        uint256 count = config.markets.length;
        if (likely < count && config.markets[likely].market == id) return likely;
        while (place < count && config.markets[place].market != id) place++;
    }

    function _differs(uint256[] memory next, uint256[] memory than, uint256 up, uint256 down)
        private
        pure
        returns (bool)
    {
        for (uint256 i; i < next.length; i++) {
            if (next[i] == than[i]) continue;
            if ((next[i] > than[i] ? up : down) >> i & 1 != 0) return true;
        }
        return false;
    }
}
