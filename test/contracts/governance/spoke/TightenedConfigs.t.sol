// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {Looser} from "gimbal/spoke/Looser.sol";
import {Tighter} from "gimbal/spoke/Tighter.sol";
import {MarketConfig, SpokeConfig, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Kind} from "gimbal/types/Message.sol";
import {RandomConfig} from "./RandomConfig.sol";
import {RemoteFixture} from "./RemoteFixture.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice A config that loosens one thing and tightens another.
contract TightenedConfigsTest is RemoteFixture {
    /// @notice What one transaction may use (EIP-7825).
    uint256 private constant TRANSACTION_GAS = 1 << 24;
    /// @notice SnapshotRules; one more market would exceed it.
    uint256 private constant MOST_BYTES = 24_575;
    /// @notice What the relayer gives a release (relayer/src/duties/release.ts).
    uint256 private constant RELEASE_GAS = 10_000_000;

    function setUp() public override {
        super.setUp();
        confirm(config(1));
    }

    /// @notice Wider by `wider`, with a clip smaller by `smaller`.
    function _mixed(uint64 version, uint128 wider, uint128 smaller)
        private
        pure
        returns (SpokeConfig memory c)
    {
        c = config(version);
        c.markets[0].band.cap += wider;
        c.markets[0].limits.clip -= smaller;
        c.markets[0].venues[0].clip -= smaller;
    }

    function _market() private view returns (MarketConfig memory) {
        return control.marketConfig(config(0).markets[0].market);
    }

    function _release(uint64 ticket) private {
        vm.prank(stranger);
        control.release(ticket);
    }

    function _cancel(bytes32 operation) private returns (bool) {
        bytes32[] memory operations = new bytes32[](1);
        operations[0] = operation;
        vm.prank(guardian);
        try remote.cancel(operations) {
            return true;
        } catch {
            return false;
        }
    }

    function _assertCapAndClip(uint128 wider, uint128 smaller) private view {
        SpokeConfig memory want = _mixed(0, wider, smaller);
        assertEq(abi.encode(_market()), abi.encode(want.markets[0]));
    }

    function _assertVersion(SpokeConfig memory c) private view {
        (uint64 version, bytes32 digest) = control.configVersion();
        assertEq(version, c.version);
        assertEq(digest, keccak256(abi.encode(c)));
    }

    function test_P10_aConfigThatDoesBothTightensAtOnceAndLoosensAfterTheWait() public {
        SpokeConfig memory c = _mixed(2, 5, 7);
        c.terms.maxLease--;
        c.markets[0].oracle.tolerance--;
        SpokeConfig memory both = _mixed(1, 0, 7);
        (both.terms.maxLease, both.markets[0].oracle.tolerance) =
        (c.terms.maxLease, c.markets[0].oracle.tolerance);
        attest(0, Kind.CONFIG, 2, abi.encode(c));
        vm.expectEmit(address(control));
        emit ISpokeControl.ConfigTightened(2, both);
        attest(1, Kind.CONFIG, 2, abi.encode(c));
        assertEq(abi.encode(_market()), abi.encode(both.markets[0]));
        assertEq(abi.encode(control.terms()), abi.encode(both.terms));
        assertEq(router.termsOf(both.markets[0].market).tolerance, c.markets[0].oracle.tolerance);
        // Reports name what the hub knows.
        _assertVersion(config(1));
        assertEq(control.waiting()[0].version, 2);

        vm.warp(START + DELAY);
        _release(1);
        assertEq(abi.encode(_market()), abi.encode(c.markets[0]));
        _assertVersion(c);
    }

    function test_P10_fewerThanKFamiliesTightenNothing() public {
        SpokeConfig memory c = _mixed(2, 5, 7);
        attest(0, Kind.CONFIG, 2, abi.encode(c));
        _assertCapAndClip(0, 0);
    }

    function test_aConfigThatOnlyLoosensChangesNothingBeforeItsTime() public {
        SpokeConfig memory c = _mixed(2, 5, 0);
        vm.recordLogs();
        confirm(c);
        bytes32 tightened = ISpokeControl.ConfigTightened.selector;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; i++) {
            assertNotEq(logs[i].topics[0], tightened);
        }
        _assertCapAndClip(0, 0);
    }

    function test_P7_theGuardianCancelsALooseningAndNotWhatTightened() public {
        confirm(_mixed(2, 5, 7));
        assertTrue(_cancel(control.waiting()[0].operation));
        vm.warp(START + DELAY);
        vm.expectRevert();
        control.release(1);
        _assertCapAndClip(0, 7);
        _assertVersion(config(1));
    }

    function test_P10_anOldTicketDoesNotUndoWhatANewerConfigTightened() public {
        confirm(_mixed(2, 5, 0));
        vm.warp(START + 1 days);
        confirm(_mixed(3, 6, 7));
        _assertCapAndClip(0, 7);
        // What waits since version 2 has the larger clip.
        vm.warp(START + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotWaiting.selector, uint64(1)));
        control.release(1);
        vm.warp(START + 1 days + DELAY);
        _release(2);
        _assertCapAndClip(6, 7);
    }

    function test_P10_anOldTicketThatIsTighterThanANewerConfigMatures() public {
        confirm(_mixed(2, 5, 7));
        vm.warp(START + 1 days);
        confirm(_mixed(3, 6, 2));
        _assertCapAndClip(0, 7);
        vm.warp(START + DELAY);
        _release(1);
        _assertCapAndClip(5, 7);
        _assertVersion(_mixed(2, 5, 7));
        vm.warp(START + 1 days + DELAY);
        _release(2);
        _assertCapAndClip(6, 2);
        _assertVersion(_mixed(3, 6, 2));
    }

    function test_P10_whatAWaitingConfigTightenedLoosensOnlyAfterAWait() public {
        confirm(_mixed(2, 5, 7));
        vm.warp(START + 1 days);
        // What was in force before both: it takes back the loosening at once, and the tightening it does not.
        confirm(config(3));
        _assertCapAndClip(0, 7);
        ISpokeControl.Waiting[] memory list = control.waiting();
        assertEq(list.length, 1);
        assertEq(list[0].version, 3);
        assertEq(lock.getTimestamp(list[0].operation), block.timestamp + DELAY);
        vm.warp(START + 1 days + DELAY);
        _release(2);
        _assertCapAndClip(0, 0);
    }

    function test_P13_settlementIsTheNewestsWhateverMatures() public {
        confirm(_mixed(2, 5, 0));
        SpokeConfig memory c = _mixed(3, 6, 0);
        c.markets[0].settlement.window++;
        c.terms.maxEpochJump--;
        confirm(c);
        assertEq(_market().settlement.window, c.markets[0].settlement.window);
        vm.warp(START + DELAY);
        SpokeConfig memory both = _mixed(2, 5, 0);
        both.markets[0].settlement.window++;
        both.terms.maxEpochJump--;
        vm.expectEmit(address(control));
        emit ISpokeControl.ConfigAccepted(2, keccak256(abi.encode(_mixed(2, 5, 0))), _mixed(2, 5, 0));
        vm.expectEmit(address(control));
        emit ISpokeControl.ConfigTightened(3, both);
        _release(1);
        assertEq(abi.encode(_market()), abi.encode(both.markets[0]));
        assertEq(spoke.transport.maxEpochJump(HUB), c.terms.maxEpochJump);
        _assertVersion(_mixed(2, 5, 0));
    }

    function test_P10_aMarketThatIsGoneStopsAndAnotherWaits() public {
        SpokeConfig memory c = config(2);
        c.markets[0].market++;
        confirm(c);
        uint32 old = config(0).markets[0].market;
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.UnknownMarket.selector, old));
        control.marketConfig(old);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.UnknownMarket.selector, old + 1));
        control.marketConfig(old + 1);
        vm.warp(START + DELAY);
        _release(1);
        assertEq(control.marketConfig(old + 1).market, old + 1);
    }

    /// @notice Whoever moves a hedge from one venue to another lists the second first.
    function test_P10_aVenueThatIsGoneStopsAndAnotherWaits() public {
        SpokeConfig memory c = config(2);
        c.markets[0].venues = new VenueTerms[](2);
        VenueTerms memory first = config(0).markets[0].venues[0];
        (c.markets[0].venues[0], c.markets[0].venues[1]) = (first, first);
        c.markets[0].venues[0].status = VenueStatus.SUSPENDED;
        c.markets[0].venues[1] =
            VenueTerms(2, first.adapter, address(22), first.kind, VenueStatus.ACTIVE, first.clip);
        confirm(c);
        VenueTerms[] memory venues = _market().venues;
        assertEq(uint8(venues[0].status), uint8(VenueStatus.SUSPENDED));
        assertEq(uint8(venues[1].status), uint8(VenueStatus.SUSPENDED));
        vm.warp(START + DELAY);
        _release(1);
        assertEq(abi.encode(_market().venues), abi.encode(c.markets[0].venues));
    }

    /// forge-config: default.fuzz.runs = 24
    /// @notice Any stream of configs, tickets that mature and cancellations. What is in force allows nothing that the newest
    /// confirmed one does not, and more than before only where a config that allows as much has waited.
    function testFuzz_P10_nothingLooserThanTheNewestAndNothingThatHasNotWaited(uint256 seed) public {
        SpokeConfig[] memory wishes = new SpokeConfig[](16);
        uint256[] memory confirmedAt = new uint256[](wishes.length);
        wishes[1] = config(1);
        for (uint64 i = 2; i < wishes.length; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            SpokeConfig memory before = _inForce();
            wishes[i] = _wish(draw, wishes[i - 1], i);
            confirmedAt[i] = block.timestamp;
            confirm(wishes[i]);
            assertFalse(Looser.isLooser(_inForce(), before));
            _assertWithin(wishes[i], before);
            if (draw % 5 == 0 && control.waiting().length != 0) _cancel(control.waiting()[0].operation);
            vm.warp(block.timestamp + (draw >> 16) % DELAY);
            for (uint64 ticket = 1; ticket < i; ticket++) {
                before = _inForce();
                try control.release(ticket) {
                    assertTrue(_hasWaited(wishes, confirmedAt, i));
                    _assertWithin(wishes[i], wishes[i]);
                } catch {}
            }
            assertLe(control.waiting().length, 4);
        }
    }

    /// @dev A few fields off the one before, or another altogether.
    function _wish(uint256 draw, SpokeConfig memory last, uint64 version)
        private
        pure
        returns (SpokeConfig memory c)
    {
        c = RandomConfig.draw(draw, SPOKE, version);
        if (draw >> 8 & 3 == 0) return c;
        if (draw >> 8 & 3 == 1) c = Tighter.mix(last, c);
        else c = abi.decode(abi.encode(last), (SpokeConfig));
        c.version = version;
        for (uint256 i; i < c.markets.length; i++) {
            c.markets[i].band.cap += uint128(draw >> 32 & 3);
            c.markets[i].limits.interval += uint32(draw >> 40 & 1);
            c.markets[i].settlement.grace++;
        }
    }

    function _inForce() private view returns (SpokeConfig memory c) {
        c.terms = control.terms();
        c.markets = new MarketConfig[](4);
        uint256 count;
        for (uint32 id = 1; id < 4; id++) {
            try control.marketConfig(id) returns (MarketConfig memory market) {
                c.markets[count++] = market;
            } catch {}
        }
        MarketConfig[] memory markets = c.markets;
        assembly ("memory-safe") {
            mstore(markets, count)
        }
    }

    /// @dev Prices aside where those of before and of the newest have too little in common.
    function _assertWithin(SpokeConfig memory newest, SpokeConfig memory before) private view {
        SpokeConfig memory now_ = _inForce();
        assertEq(now_.terms.reportAge, newest.terms.reportAge);
        for (uint256 i; i < now_.markets.length; i++) {
            MarketConfig memory m = now_.markets[i];
            (, MarketConfig memory wish) = Looser.marketOf(newest, m.market);
            assertEq(abi.encode(m.settlement), abi.encode(wish.settlement));
            (bool found, MarketConfig memory old) = Looser.marketOf(before, m.market);
            bool apart = found && !_meet(old, wish);
            if (apart) (m.oracle.minPrice, m.oracle.maxPrice) = (wish.oracle.minPrice, wish.oracle.maxPrice);
        }
        assertFalse(Looser.isLooser(now_, newest));
    }

    function _meet(MarketConfig memory a, MarketConfig memory b) private pure returns (bool) {
        uint256 least = a.oracle.minPrice > b.oracle.minPrice ? a.oracle.minPrice : b.oracle.minPrice;
        uint256 most = a.oracle.maxPrice < b.oracle.maxPrice ? a.oracle.maxPrice : b.oracle.maxPrice;
        return 4 * least <= most;
    }

    function _hasWaited(SpokeConfig[] memory wishes, uint256[] memory confirmedAt, uint256 last)
        private
        view
        returns (bool)
    {
        SpokeConfig memory now_ = _inForce();
        for (uint256 i = 2; i <= last; i++) {
            if (confirmedAt[i] + DELAY <= block.timestamp && !Looser.isLooser(now_, wishes[i])) return true;
        }
        return false;
    }

    /// @notice As large as the hub lets it become, with four that wait and have to be compared to the last market, and a change in
    /// every market.
    function test_P10_theLargestConfigIsDeliverable() public {
        _deliverLargest(7, 12);
    }

    function test_P10_theLargestConfigOfManyMarketsIsDeliverable() public {
        _deliverLargest(22, 0);
    }

    function _deliverLargest(uint32 markets, uint32 venues) private {
        confirm(_largest(2, 0, markets, venues));
        vm.warp(START + DELAY);
        _release(1);
        for (uint64 version = 3; version < 7; version++) {
            confirm(_largest(version, version, markets, venues));
        }
        assertEq(control.waiting().length, 4);
        SpokeConfig memory c = _largest(7, 7, markets, venues);
        for (uint256 i; i < markets; i++) {
            c.markets[i].settlement.grace++;
        }
        c.markets[markets - 1].limits.interval++;
        bytes memory body = abi.encode(c);
        attest(0, Kind.CONFIG, 7, body);
        uint256 left = gasleft();
        attest(1, Kind.CONFIG, 7, body);
        uint256 used = left - gasleft();
        assertLt(used + _intrinsic(body), TRANSACTION_GAS);
        assertEq(control.waiting().length, 1);
        assertEq(control.marketConfig(markets).limits.interval, c.markets[markets - 1].limits.interval);

        // A ticket that changes every market again, while a newer one waits.
        for (uint64 more; more < 2; more++) {
            c.version++;
            for (uint256 i; i < markets; i++) {
                c.markets[i].band.cap++;
            }
            confirm(c);
        }
        assertEq(control.waiting().length, 3);
        vm.warp(START + 2 * DELAY);
        for (uint256 i; i < 3; i++) {
            control.release{gas: RELEASE_GAS}(control.waiting()[0].ticket);
        }
        assertEq(abi.encode(control.marketConfig(markets)), abi.encode(c.markets[markets - 1]));
    }

    /// @dev What a transaction pays before it runs, at least.
    function _intrinsic(bytes memory body) private pure returns (uint256 gas_) {
        gas_ = 21_000;
        for (uint256 i; i < body.length; i++) {
            gas_ += body[i] == 0 ? 4 : 16;
        }
    }

    function _largest(uint64 version, uint128 wider, uint32 markets, uint32 venues)
        private
        pure
        returns (SpokeConfig memory c)
    {
        c = config(version);
        MarketConfig memory first = c.markets[0];
        VenueTerms memory venue = first.venues[0];
        c.markets = new MarketConfig[](markets);
        for (uint32 i; i < markets; i++) {
            c.markets[i] = abi.decode(abi.encode(first), (MarketConfig));
            c.markets[i].market = i + 1;
            c.markets[i].venues = new VenueTerms[](venues);
            for (uint32 j; j < venues; j++) {
                c.markets[i].venues[j] = VenueTerms(
                    100 * i + j + 1, venue.adapter, venue.pool, venue.kind, venue.status, venue.clip
                );
            }
        }
        c.markets[markets - 1].band.cap += wider;
        uint256 length = abi.encode(c).length;
        assertLe(length, MOST_BYTES);
        assertGt(length + 1088, MOST_BYTES);
    }
}
