// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Test} from "forge-std/Test.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {OracleRouter} from "gimbal/pricing/OracleRouter.sol";
import {OracleTerms} from "gimbal/types/Config.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {LocalPushFeed} from "localnet/LocalPushFeed.sol";

/// @notice A router over two push feeds, a sequencer feed and a pull oracle, all of which a test moves by itself.
abstract contract OracleFixture is Test {
    uint32 internal constant MARKET = 1;
    bytes32 internal constant BASE = "base/USD";
    bytes32 internal constant QUOTE = "quote/USD";
    uint256 internal constant START = 1_700_000_000;
    uint256 private constant PUBLISHER = 0xA11CE;

    LocalPushFeed internal basePush;
    LocalPushFeed internal quotePush;
    LocalPushFeed internal sequencer;
    LocalPullOracle internal pull;
    OracleRouter internal router;

    function setUp() public virtual {
        vm.warp(START);
        basePush = new LocalPushFeed("base / USD", 8, 3000e8);
        quotePush = new LocalPushFeed("quote / USD", 8, 1e8);
        sequencer = new LocalPushFeed("sequencer", 0, 0);
        pull = new LocalPullOracle(vm.addr(PUBLISHER));
        AccessManager manager = new AccessManager(address(this));
        bytes memory init = abi.encodeCall(OracleRouter.initialize, (address(manager)));
        router = OracleRouter(address(new ERC1967Proxy(address(new OracleRouter()), init)));
        router.setSources(MARKET, sources());
        router.setTerms(MARKET, terms());
        skip(2 hours);
        push(3000e8, 1e8);
        deal(address(this), 1 ether);
    }

    receive() external payable {}

    function sources() internal view returns (IOracleRouter.Sources memory) {
        return IOracleRouter.Sources(
            address(basePush), address(quotePush), address(sequencer), address(pull), BASE, QUOTE
        );
    }

    function terms() internal pure returns (OracleTerms memory) {
        return OracleTerms({
            tolerance: 0.01e18,
            maxPullAge: 60,
            baseHeartbeat: 1 hours,
            quoteHeartbeat: 1 days,
            sequencerGrace: 1 hours,
            minPrice: 100e18,
            maxPrice: 100_000e18
        });
    }

    function push(int192 base, int192 quote) internal {
        basePush.write(base);
        quotePush.write(quote);
    }

    /// @notice Both feeds published now, expo -8.
    function updates(int64 base, int64 quote) internal view returns (bytes[] memory list) {
        list = new bytes[](2);
        list[0] = update(BASE, base, -8, block.timestamp);
        list[1] = update(QUOTE, quote, -8, block.timestamp);
    }

    function update(bytes32 id, int64 price, int32 expo, uint256 time) internal pure returns (bytes memory) {
        return signed(LocalPullOracle.Update(id, price, 0, expo, uint64(time), uint64(time - 1)), PUBLISHER);
    }

    function signed(LocalPullOracle.Update memory u, uint256 key) internal pure returns (bytes memory) {
        bytes32 digest = MessageHashUtils.toEthSignedMessageHash(keccak256(abi.encode(u)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encode(u, abi.encodePacked(r, s, v));
    }

    function trade(int64 base, int64 quote) internal returns (uint256 price) {
        (price,) = router.tradePrice{value: 2}(MARKET, updates(base, quote));
    }
}
