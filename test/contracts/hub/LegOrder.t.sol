// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {SeriesRun} from "gimbal/pricing/SeriesRun.sol";
import {TargetVol} from "gimbal/pricing/TargetVol.sol";
import {MandateTerms, SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

/// @notice The order of a body's legs is that of their ids, whatever way its book came to them.
contract LegOrderTest is MandateFixture {
    uint256 private constant COUNT = 8;

    uint64 private other;
    SeriesId[] private series;
    mapping(SeriesId => int128) private sizes;
    mapping(SeriesId => uint64) private vols;

    function setUp() public override {
        super.setUp();
        vm.warp(EXPIRY - 30 days);
        vm.prank(bob);
        other = books.open(MARKET, false);
        // Four expiries, interleaved: no two neighbours share one.
        for (uint40 i; i < COUNT; i++) {
            add(EXPIRY + (3 - i % 4) * 7 days, (3_000 + uint128(i * 37) % 400) * 1e18, i % 3 == 0);
        }
    }

    function add(uint40 expiry, uint128 strike, bool put) private {
        SeriesId id = seriesId(MARKET, expiry, strike, put);
        uint256 nth = series.length;
        (sizes[id], vols[id]) =
        (
            int128(int256(nth + 1)) * (nth % 4 == 3 ? int128(-1e18) : int128(1e18)),
            uint64(0.5e18 + nth * 0.03e18)
        );
        vm.mockCall(
            surface,
            abi.encodeCall(IVolSurface.lastVol, (MARKET, expiry, strike, 3_000e18)),
            abi.encode(vols[id], 1)
        );
        series.push(id);
    }

    function sell(uint64 book, SeriesId id) private {
        if (sizes[id] > 0) trade(other, book, id, sizes[id], 0);
        else trade(book, other, id, -sizes[id], 0);
    }

    function unwind(uint64 book, SeriesId id) private {
        if (sizes[id] > 0) trade(book, other, id, sizes[id], 0);
        else trade(other, book, id, -sizes[id], 0);
    }

    function openAll(SeriesId[] memory order) private returns (uint64 book) {
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
        for (uint256 i; i < order.length; i++) {
            sell(book, order[i]);
        }
    }

    function shuffled(uint256 seed) private view returns (SeriesId[] memory order) {
        order = series;
        for (uint256 i = order.length - 1; i != 0; i--) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// @notice The body as of now, of no book: what two books differ in is their number.
    function built(uint64 book) private returns (MandateBody memory body, Leg[] memory legs) {
        IAllocationBook.Allocation memory part = allocations.allocation(book, NORTH);
        (body, legs) = builder.build(book, NORTH, part, 1_000e18, RANGE);
        body.book = 0;
    }

    /// @notice What the builder made of a book before it sorted: its positions as they lie, with the factor in their vols.
    function unsorted(uint64 book, uint128 riskAversion) private view returns (Leg[] memory legs) {
        IBooks.Position[] memory held = books.positions(book);
        legs = new Leg[](held.length);
        for (uint256 i; i < held.length; i++) {
            legs[i] = Leg(held[i].series, held[i].size, vols[held[i].series], 0);
        }
        TargetVol.apply_(legs, riskAversion, 0.001e18, 3_000e18, block.timestamp, settlementTerms());
    }

    function settlementTerms() private pure returns (SettlementTerms memory) {
        return SettlementTerms(1800, 10, 3600);
    }

    function listAtMost(uint8 cap) private {
        MandateTerms memory terms = mandateTerms();
        (terms.listCap, terms.ladderError) = (cap, 1e18);
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.mandateTerms, (MARKET)), abi.encode(terms));
    }

    function test_P13_interleavedExpiriesArePublishedInOrderAtTheSameTarget() public {
        uint64 book = openAll(series);
        mandates.publish(book);
        MandateBody memory body = mandates.bodyOf(book, NORTH);
        assertEq(body.legs.length, COUNT);
        for (uint256 i = 1; i < COUNT; i++) {
            assertLt(SeriesId.unwrap(body.legs[i - 1].series), SeriesId.unwrap(body.legs[i].series));
        }
        Leg[] memory legs = unsorted(book, body.riskAversion);
        assertFalse(legs[0].series == body.legs[0].series);
        for (uint256 spot = 2_000e18; spot < 4_500e18; spot += 123e18) {
            // Up to the time when all have settled, through the windows between.
            for (uint256 time = block.timestamp; time < EXPIRY + 22 days; time += 3.5 days - 10 minutes) {
                (int256 target, int256 gamma, uint256 variance) =
                    SeriesRun.sum(body.legs, spot, time, settlementTerms());
                (int256 before, int256 gammaBefore, uint256 varianceBefore) =
                    SeriesRun.sum(legs, spot, time, settlementTerms());
                assertEq(target, before);
                assertEq(gamma, gammaBefore);
                assertEq(variance, varianceBefore);
            }
        }
    }

    function testFuzz_P13_aBodyDoesNotDependOnTheOrderOfOpening(uint256 seed, bool table) public {
        listAtMost(table ? 1 : uint8(COUNT));
        (MandateBody memory one, Leg[] memory its) = built(openAll(series));
        (MandateBody memory two, Leg[] memory others) = built(openAll(shuffled(seed)));
        assertEq(one.legs.length, table ? 0 : COUNT);
        assertEq(one.ladder.times.length, table ? 2 : 0);
        assertEq(mandateLeaf(one), mandateLeaf(two));
        assertEq(abi.encode(its), abi.encode(others));
    }

    /// @notice What is closed gives its place to the last position: the book's own order moves, the body's does not.
    function test_closingAndOpeningAgainIsNoNews() public {
        uint64 book = openAll(series);
        mandates.publish(book);
        bytes32 root = mandates.mandateRoot(NORTH);
        unwind(book, series[2]);
        sell(book, series[2]);
        assertFalse(books.positions(book)[2].series == series[2]);
        mandates.publish(book);
        assertEq(mandates.mandateRoot(NORTH), root);
    }
}
