// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {ISettlement} from "gimbal/interfaces/ISettlement.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {MarginEngine} from "gimbal/risk/MarginEngine.sol";
import {MarginModel} from "gimbal/risk/MarginModel.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {Leg, MandateBody} from "gimbal/types/Mandate.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {RiskFixture} from "./RiskFixture.sol";

/// @notice MarginEngine and MarginModel behind proxies over real parameters; the neighbours that hold state answer what a
/// test tells them to.
abstract contract MarginFixture is RiskFixture {
    uint64 internal constant BOOK = 7;
    uint256 internal constant VOL = 0.6e18;

    address internal books = makeAddr("books");
    address internal mandates = makeAddr("mandates");
    address internal oracle = makeAddr("oracle");
    address internal vols = makeAddr("vols");
    address internal settlement = makeAddr("settlement");
    MarginEngine internal engine;
    IBooks.Position[] internal held;

    function setUp() public virtual override {
        super.setUp();
        address model =
            deploy(address(new MarginModel()), abi.encodeCall(MarginModel.initialize, (address(manager))));
        engine = MarginEngine(
            deploy(
                address(new MarginEngine()),
                abi.encodeCall(
                    MarginEngine.initialize,
                    (
                        address(manager),
                        MarginEngine.Init(
                            books, mandates, address(parameters), oracle, vols, settlement, model
                        )
                    )
                )
            )
        );
        mark(3000e18);
        surface(VOL);
        spokes(SPOKE);
        claimed(0, 0, 0, 0);
        mandated(new Leg[](0));
    }

    function account(int256 cash, bool hedged) internal {
        IBooks.Book memory b = IBooks.Book(address(this), MARKET, hedged, 1, cash);
        vm.mockCall(books, abi.encodeCall(IBooks.bookOf, (BOOK)), abi.encode(b));
        vm.mockCall(books, abi.encodeCall(IBooks.positions, (BOOK)), abi.encode(held));
    }

    function holds(int128 size, uint128 strike, uint256 left, bool put) internal returns (SeriesId series) {
        series = seriesId(MARKET, uint40(block.timestamp + left), strike, put);
        held.push(IBooks.Position(series, size));
    }

    function mark(uint256 price) internal {
        vm.mockCall(
            oracle,
            abi.encodeCall(IOracleRouter.markPrice, (MARKET)),
            abi.encode(price, uint64(block.timestamp))
        );
    }

    function surface(uint256 vol) internal {
        vm.mockCall(
            vols,
            abi.encodeWithSelector(IVolSurface.lastVol.selector, MARKET),
            abi.encode(uint64(vol), uint64(block.timestamp))
        );
        vm.mockCall(vols, abi.encodeWithSelector(IVolSurface.vol.selector, MARKET), abi.encode(uint64(vol)));
    }

    function spokes(uint64 spoke) internal {
        uint64[] memory list = new uint64[](1);
        list[0] = spoke;
        vm.mockCall(mandates, abi.encodeCall(IMandateBook.spokesOf, (BOOK)), abi.encode(list));
    }

    /// @notice Native quote and base on the spoke, native quote under way for `age` seconds; proven at `time`.
    function claimed(int256 quote, int256 base, uint256 transit, uint256 age) internal {
        vm.mockCall(
            mandates,
            abi.encodeCall(IMandateBook.recognised, (BOOK, SPOKE)),
            abi.encode(quote, base, transit, uint64(block.timestamp - age))
        );
        provenAt(block.timestamp);
        recognisable(1e12 ether);
    }

    function provenAt(uint256 time) internal {
        Ledger memory ledger;
        vm.mockCall(
            mandates,
            abi.encodeCall(IMandateBook.claim, (BOOK, SPOKE)),
            abi.encode(IMandateBook.Claim(ledger, uint64(time), 1))
        );
    }

    function recognisable(uint256 cap) internal {
        vm.mockCall(mandates, abi.encodeCall(IMandateBook.recognisedCap, (BOOK, SPOKE)), abi.encode(cap));
    }

    /// @notice A body of all of T on the spoke; none without legs.
    function mandated(Leg[] memory legs) internal {
        MandateBody memory body;
        if (legs.length > 0) {
            body.book = BOOK;
            body.market = MARKET;
            body.share = 1e18;
            body.riskAversion = 0.000333e18;
            body.range = 100e18;
            body.legs = legs;
        }
        published(body);
    }

    function published(MandateBody memory body) internal {
        vm.mockCall(mandates, abi.encodeCall(IMandateBook.bodyOf, (BOOK, SPOKE)), abi.encode(body));
    }

    function heldLegs() internal view returns (Leg[] memory legs) {
        legs = new Leg[](held.length);
        for (uint256 i; i < legs.length; i++) {
            legs[i] = Leg(held[i].series, held[i].size, uint64(VOL), 0);
        }
    }

    function settledAt(SeriesId series, uint256 price, uint256 payoffPerLot) internal {
        vm.mockCall(
            settlement,
            abi.encodeCall(ISettlement.priceOf, (MARKET, series.expiry())),
            abi.encode(price, price != 0)
        );
        vm.mockCall(settlement, abi.encodeCall(ISettlement.payoffPerLot, (series)), abi.encode(payoffPerLot));
    }
}
