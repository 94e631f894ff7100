// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MarketConfig, SpokeConfig, VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Looser} from "gimbal/spoke/Looser.sol";
import {Test} from "forge-std/Test.sol";
import {Terms} from "../../base/Terms.sol";

contract LooserTest is Test {
    string private constant FILE = "contracts/risk/parameters.json";

    struct Masks {
        uint256 up;
        uint256 down;
        uint256 fields;
    }

    function test_theMasksAreTheTable() public view {
        _assertMasks(0, Looser.BAND_UP, Looser.BAND_DOWN);
        _assertMasks(1, Looser.LIMITS_UP, Looser.LIMITS_DOWN);
        _assertMasks(2, Looser.ORACLE_UP, Looser.ORACLE_DOWN);
        _assertMasks(3, 0, 0);
        _assertMasks(4, Looser.SPOKE_UP, Looser.SPOKE_DOWN);
    }

    /// @notice Each field alone, by one unit either way: only the way of the table is looser.
    function testFuzz_eachFieldLoosensAsTheTableSays(uint256 family, uint256 field, bool up) public view {
        family = [uint256(0), 1, 2, 4][family % 4];
        Masks memory masks = _masks(family);
        field = bound(field, 0, masks.fields - 1);
        SpokeConfig memory old = _config();
        SpokeConfig memory next = _config();
        _move(next, family, field, up);
        uint256 mask = up ? masks.up : masks.down;
        assertEq(Looser.isLooser(next, old), mask >> field & 1 != 0);
    }

    function test_settlementFollowsTheHubAtOnce() public pure {
        SpokeConfig memory next = _config();
        next.markets[0].settlement.window = 1;
        next.terms.quoteCap *= 2;
        next.terms.maxEpochJump *= 2;
        assertFalse(Looser.isLooser(next, _config()));
    }

    function test_whatIsNewIsLooser() public pure {
        SpokeConfig memory old = _config();
        SpokeConfig memory next = _config();
        next.markets[0].market = 9;
        assertTrue(Looser.isLooser(next, old));
        next = _config();
        next.markets[0].lot++;
        assertTrue(Looser.isLooser(next, old));
        assertFalse(Looser.isLooser(old, old));
        next = _config();
        next.markets = new MarketConfig[](0);
        assertFalse(Looser.isLooser(next, old));
        assertTrue(Looser.isLooser(old, next));
    }

    function test_aVenueIsLooserAsSoonAsItTradesMoreOrElsewhere() public pure {
        for (uint256 i; i < 6; i++) {
            SpokeConfig memory next = _config();
            VenueTerms memory venue = next.markets[0].venues[0];
            if (i == 0) venue.id++;
            if (i == 1) venue.adapter = address(1);
            if (i == 2) venue.pool = address(1);
            if (i == 3) venue.kind = VenueKind.NONE;
            if (i == 4) venue.clip++;
            if (i == 5) venue.clip--;
            assertEq(Looser.isLooser(next, _config()), i < 5);
            venue.status = VenueStatus.SUSPENDED;
            assertFalse(Looser.isLooser(next, _config()));
            if (i == 5) assertTrue(Looser.isLooser(_config(), next));
        }
    }

    /// @notice Whatever differs: two configs of which neither is looser agree in every field with a direction.
    function testFuzz_looserIsTransitive(uint128 a, uint128 b, uint128 c) public pure {
        SpokeConfig[3] memory configs = [_config(), _config(), _config()];
        uint128[3] memory caps = [a, b, c];
        for (uint256 i; i < 3; i++) {
            configs[i].markets[0].band.cap = caps[i];
            configs[i].markets[0].limits.interval = uint32(caps[i] >> 64);
        }
        if (!Looser.isLooser(configs[0], configs[1]) && !Looser.isLooser(configs[1], configs[2])) {
            assertFalse(Looser.isLooser(configs[0], configs[2]));
        }
    }

    function _config() private pure returns (SpokeConfig memory c) {
        c.terms = Terms.spoke();
        c.terms.bridgeFee = 0.001e18;
        c.markets = new MarketConfig[](1);
        MarketConfig memory m = c.markets[0];
        (m.market, m.lot) = (Terms.MARKET, Terms.LOT);
        (m.band, m.limits) = (Terms.band(), Terms.limits());
        (m.oracle, m.settlement) = (Terms.oracle(), Terms.settlement());
        m.limits.interval = 60;
        m.venues = new VenueTerms[](1);
        m.venues[0] =
            VenueTerms(1, address(11), address(12), VenueKind.UNISWAP_V3, VenueStatus.ACTIVE, 100e18);
    }

    function _move(SpokeConfig memory c, uint256 family, uint256 field, bool up) private pure {
        uint256 at;
        MarketConfig memory m = c.markets[0];
        // A struct of value types is one word a member.
        if (family == 0) at = _pointer(m, 2);
        if (family == 1) at = _pointer(m, 3);
        if (family == 2) at = _pointer(m, 4);
        if (family == 4) {
            assembly ("memory-safe") {
                at := mload(add(c, 0x40))
            }
        }
        assembly ("memory-safe") {
            let place := add(at, mul(field, 0x20))
            mstore(place, add(mload(place), sub(mul(2, up), 1)))
        }
    }

    function _pointer(MarketConfig memory m, uint256 member) private pure returns (uint256 at) {
        assembly ("memory-safe") {
            at := mload(add(m, mul(member, 0x20)))
        }
    }

    function _masks(uint256 family) private view returns (Masks memory masks) {
        string memory json = vm.readFile(FILE);
        string memory base = string.concat(".families[", vm.toString(family), "].fields[");
        for (uint256 i;; i++) {
            string memory at = string.concat(base, vm.toString(i), "]");
            if (!vm.keyExistsJson(json, at)) break;
            masks.fields++;
            at = string.concat(at, ".loosens");
            if (!vm.keyExistsJson(json, at)) continue;
            bytes32 way = keccak256(bytes(vm.parseJsonString(json, at)));
            if (way == keccak256("up")) masks.up |= 1 << i;
            else if (way == keccak256("down")) masks.down |= 1 << i;
        }
    }

    function _assertMasks(uint256 family, uint256 up, uint256 down) private view {
        Masks memory masks = _masks(family);
        assertGt(masks.fields, 0);
        assertEq(masks.up, up);
        assertEq(masks.down, down);
    }
}
